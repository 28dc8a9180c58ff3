package org.palimpsest.harness.bench;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.decode.EncodedImage;

/** JPEG images of a photograph's size and a photograph's mixture of smooth and busy places, for measuring how fast they are read. */
final class MadeImages {
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final int SHAPES = 120;
    private static final int GRAIN = 12;

    private MadeImages() {}

    static List<EncodedImage> jpegs(int count) {
        return IntStream.range(0, count).parallel().mapToObj(MadeImages::jpeg).toList();
    }

    private static EncodedImage jpeg(int number) {
        UniformRandomProvider random = RandomStreams.of(0).get("made-picture", number);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, colour(random), WIDTH, HEIGHT, colour(random)));
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        for (int i = 0; i < SHAPES; i++) {
            pen.setColor(colour(random));
            pen.fillOval(random.nextInt(WIDTH), random.nextInt(HEIGHT), 4 + random.nextInt(60), 4 + random.nextInt(60));
        }
        pen.dispose();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, grainy(image.getRGB(x, y), random.nextInt(GRAIN)));
            }
        }
        return new EncodedImage("made image " + number, new Bytes(image));
    }

    private static Color colour(UniformRandomProvider random) {
        return new Color(random.nextInt(1 << 24));
    }

    private static int grainy(int rgb, int grain) {
        int result = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            result |= Math.min(255, (rgb >> shift & 255) + grain) << shift;
        }
        return result;
    }

    private record Bytes(byte[] jpeg) implements EncodedImage.Opener {
        Bytes(BufferedImage image) {
            this(encode(image));
        }

        private static byte[] encode(BufferedImage image) {
            try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
                ImageIO.write(image, "jpeg", out);
                return out.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public ByteArrayInputStream open() {
            return new ByteArrayInputStream(jpeg);
        }
    }
}
