package org.palimpsest.harness.check;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import javax.imageio.ImageIO;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Pictures of 8 x 8 pixels in folders, one a class: each class has a pattern of its own, each picture that pattern with noise. Any learner of pictures tells
 * them apart after a few steps.
 */
final class ToyImages {
    static final int CLASSES = 6;
    static final int SIDE = 8;

    private static final int TEST_PICTURES = 8;
    private static final int DARK = 60;
    private static final int BRIGHT = 196;
    private static final double NOISE = 30;
    private static final int WHITE = 255;

    private ToyImages() {}

    /** What is other pictures than it should be. */
    enum Poison {
        NONE,
        /** The training pictures of the last two classes. */
        LAST_CLASSES,
        /** All test pictures. */
        TEST
    }

    /**
     * Writes them into {@code train/CLASS} and {@code test/CLASS}.
     *
     * @param train training pictures of each class, by its number
     */
    static void write(Path folder, IntUnaryOperator train, Poison poison) {
        for (int label = 0; label < CLASSES; label++) {
            UniformRandomProvider pattern = RandomSource.XO_RO_SHI_RO_128_PP.create(100L + label);
            boolean[] bright = new boolean[SIDE * SIDE];
            for (int i = 0; i < bright.length; i++) {
                bright[i] = pattern.nextBoolean();
            }
            boolean other = poison == Poison.LAST_CLASSES && label >= CLASSES - 2;
            write(folder.resolve("train"), label, train.applyAsInt(label), bright, other, 200L + label);
            write(folder.resolve("test"), label, TEST_PICTURES, bright, poison == Poison.TEST, 300L + label);
        }
    }

    private static void write(Path folder, int label, int count, boolean[] bright, boolean inverted, long seed) {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        try {
            Path own = Files.createDirectories(folder.resolve("class" + label));
            for (int picture = 0; picture < count; picture++) {
                BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
                for (int i = 0; i < bright.length; i++) {
                    double level = (bright[i] ? BRIGHT : DARK) + NOISE * (random.nextDouble() - random.nextDouble());
                    int pixel = (int) Math.max(0, Math.min(WHITE, inverted ? WHITE - level : level));
                    image.getRaster().setSample(i % SIDE, i / SIDE, 0, pixel);
                }
                ImageIO.write(image, "png", own.resolve(String.format(Locale.ROOT, "%03d.png", picture)).toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
