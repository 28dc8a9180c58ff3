package org.palimpsest.datasets.decode;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.decode.ImageSettings.Fit;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ImageDecoderTest {
    private static final ImageSettings COLOUR = new ImageSettings(8, Fit.CROP, 3);
    private static final ImageSettings GREY = new ImageSettings(8, Fit.CROP, 1);

    private static EncodedImage image(String name, byte[] bytes) {
        return new EncodedImage(name, () -> new ByteArrayInputStream(bytes));
    }

    private static byte[] encode(BufferedImage image, String format) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            assertTrue(ImageIO.write(image, format, out), format);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage filled(int type, int argb) {
        BufferedImage image = new BufferedImage(16, 16, type);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, argb);
        }
        return image;
    }

    /** Samples as they are: setting colours would go through the gamma of the grey space. */
    private static BufferedImage grey(int type, int sample) {
        BufferedImage image = new BufferedImage(16, 16, type);
        WritableRaster raster = image.getRaster();
        for (int i = 0; i < 256; i++) {
            raster.setSample(i % 16, i / 16, 0, sample);
        }
        return image;
    }

    private static ByteBuffer decode(List<EncodedImage> images, ImageSettings settings) {
        return ImageDecoder.decode(images, settings, ProgressMonitor.NONE.begin("", images.size(), ""));
    }

    @DataProvider
    public Object[][] kinds() {
        int red = 0xffc81e14; // 200, 30, 20
        return new Object[][] {
            {"jpeg", filled(BufferedImage.TYPE_INT_RGB, red), "jpeg", new int[] {200, 30, 20}, 3},
            {"png", filled(BufferedImage.TYPE_INT_RGB, red), "png", new int[] {200, 30, 20}, 0},
            {"png with alpha", filled(BufferedImage.TYPE_INT_ARGB, red), "png", new int[] {200, 30, 20}, 0},
            {"half transparent", filled(BufferedImage.TYPE_INT_ARGB, 0x80000000), "png", new int[] {127, 127, 127}, 1},
            {"wholly transparent", filled(BufferedImage.TYPE_INT_ARGB, 0), "png", new int[] {255, 255, 255}, 0},
            {"palette", filled(BufferedImage.TYPE_BYTE_INDEXED, 0xffff0000), "png", new int[] {255, 0, 0}, 0},
            {"one bit white", filled(BufferedImage.TYPE_BYTE_BINARY, 0xffffffff), "png", new int[] {255, 255, 255}, 0},
            {"one bit black", filled(BufferedImage.TYPE_BYTE_BINARY, 0xff000000), "png", new int[] {0, 0, 0}, 0},
            {"grey png", grey(BufferedImage.TYPE_BYTE_GRAY, 100), "png", new int[] {100, 100, 100}, 0},
            {"grey jpeg", grey(BufferedImage.TYPE_BYTE_GRAY, 100), "jpeg", new int[] {100, 100, 100}, 1},
            {"grey of 16 bits", grey(BufferedImage.TYPE_USHORT_GRAY, 0x8000), "png", new int[] {128, 128, 128}, 0},
            {"bmp", filled(BufferedImage.TYPE_INT_RGB, red), "bmp", new int[] {200, 30, 20}, 0},
            {"gif", filled(BufferedImage.TYPE_INT_RGB, 0xffff0000), "gif", new int[] {255, 0, 0}, 0},
        };
    }

    @Test(dataProvider = "kinds")
    public void everyKindOfFileHasItsColours(String kind, BufferedImage image, String format, int[] rgb, int tolerance) {
        ByteBuffer planes = decode(List.of(image(kind, encode(image, format))), COLOUR);
        assertEquals(planes.remaining(), 3 * 64);
        for (int c = 0; c < 3; c++) {
            for (int p = 0; p < 64; p++) {
                assertEquals(planes.get(c * 64 + p) & 255, rgb[c], tolerance, kind + ", channel " + c);
            }
        }
    }

    @Test
    public void inksAreInvertedAndMixedWithBlack() {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 1, 1, 4, null);
        inks.setPixel(0, 0, new int[] {200, 100, 50, 255});
        JpegColours plain = new JpegColours(4, false, 0, new int[4]);
        assertEquals(plain.bitmap(inks).samples(), new byte[] {50, 100, (byte) 200});
        inks.setPixel(0, 0, new int[] {200, 100, 50, 51});
        assertEquals(plain.bitmap(inks).samples(), new byte[] {10, 20, 40});
        inks.setPixel(0, 0, new int[] {100, 128, 128, 255});
        assertEquals(new JpegColours(4, false, 2, new int[4]).bitmap(inks).samples(), new byte[] {100, 100, 100});
    }

    @Test
    public void whatTheComponentsAreIsToldByTheMarkers() {
        byte[] frame = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xc0, 0, 17, 8, 0, 1, 0, 1, 3, 1, 0, 0, 2, 0, 0, 3, 0, 0};
        assertTrue(JpegColours.of(frame).lumaAndChroma());
        byte[] named = frame.clone();
        named[12] = 'R';
        named[15] = 'G';
        named[18] = 'B';
        assertFalse(JpegColours.of(named).lumaAndChroma());
        byte[] four = frame.clone();
        four[11] = 4;
        assertTrue(JpegColours.of(four).inks());
        byte[] grey = frame.clone();
        grey[11] = 1;
        assertFalse(JpegColours.of(grey).inks() || JpegColours.of(grey).lumaAndChroma());
        assertEquals(JpegColours.of(new byte[] {(byte) 0xff}).components(), 0);
        JpegColours adobe = new JpegColours(3, false, 0, new int[] {1, 2, 3});
        assertFalse(adobe.lumaAndChroma(), "Adobe says that these are red, green and blue");
    }

    /** The platform's decoder makes the same colours of luma and chroma, pixel by pixel. */
    @Test
    public void coloursOfAJpegAreThoseOfThePlatformsDecoder() throws IOException {
        BufferedImage noise = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            noise.setRGB(i % 16, i / 16, i * 65_793 ^ i * 7_919);
        }
        byte[] jpeg = encode(noise, "jpeg");
        BufferedImage expected = ImageIO.read(new ByteArrayInputStream(jpeg));
        ByteBuffer planes = decode(List.of(image("noise.jpg", jpeg)), new ImageSettings(16, Fit.CROP, 3));
        for (int i = 0; i < 256; i++) {
            for (int c = 0; c < 3; c++) {
                assertEquals(planes.get(c * 256 + i) & 255, expected.getRGB(i % 16, i / 16) >> 16 - 8 * c & 255, "pixel " + i + ", channel " + c);
            }
        }
    }

    @Test
    public void theResultIsTheSameOnAnyNumberOfCores() throws Exception {
        List<EncodedImage> images = IntStream.range(0, 40)
                .mapToObj(i -> image("p" + i, encode(filled(BufferedImage.TYPE_INT_RGB, 0xff000000 | i * 0x50709), i % 2 == 0 ? "jpeg" : "png")))
                .toList();
        ByteBuffer one = new ForkJoinPool(1).submit(() -> decode(images, COLOUR)).get();
        ByteBuffer four = new ForkJoinPool(4).submit(() -> decode(images, COLOUR)).get();
        assertEquals(four, one);
    }

    @Test
    public void everyImageIsHeardOf() {
        AtomicLong heard = new AtomicLong();
        Meter meter = new Meter() {
            @Override
            public void add(long amount) {
                heard.addAndGet(amount);
            }

            @Override
            public void close() {}
        };
        byte[] png = encode(filled(BufferedImage.TYPE_INT_RGB, 0), "png");
        ImageDecoder.decode(List.of(image("a", png), image("b", png)), GREY, meter);
        assertEquals(heard.get(), 2);
    }

    @DataProvider
    public Object[][] damaged() {
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4096; i++) {
            noise.setRGB(i % 64, i / 64, i * 2654435);
        }
        byte[] jpeg = encode(noise, "jpeg");
        byte[] png = encode(noise, "png");
        return new Object[][] {
            {"cut-off.jpg", Arrays.copyOf(jpeg, jpeg.length / 2)}, {"cut-off.png", Arrays.copyOf(png, png.length / 2)},
            {"empty.jpg", new byte[0]}, {"text.jpg", "<html>not found</html>".getBytes(StandardCharsets.US_ASCII)},
            {"head.jpg", Arrays.copyOf(jpeg, 30)},
        };
    }

    @Test(dataProvider = "damaged")
    public void aDamagedFileIsNamed(String name, byte[] bytes) {
        DatasetException refused = expectThrows(DatasetException.class, () -> decode(List.of(image(name, bytes)), COLOUR));
        assertTrue(refused.getMessage().contains(name), refused.getMessage());
    }

    @Test
    public void tenDamagedFilesAreNamedAndTheRestCounted() {
        List<EncodedImage> images = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            images.add(image("file-" + i + ".jpg", new byte[] {1, 2, 3}));
        }
        images.add(EncodedImage.of(Path.of("absent.png")));
        String message = expectThrows(DatasetException.class, () -> decode(images, COLOUR)).getMessage();
        assertTrue(message.startsWith("14 damaged images") && message.contains("and 4 more") && message.contains("absent.png"), message);
    }

    @Test
    public void tooMuchIsRefusedWithASizeThatFits() {
        List<EncodedImage> many = Collections.nCopies(130_000, image("x.jpg", new byte[0]));
        String message = expectThrows(DatasetException.class, () -> decode(many, new ImageSettings(224, Fit.CROP, 3))).getMessage();
        assertTrue(message.contains("at most 74 pixels") && 130_000L * 3 * 74 * 74 <= Integer.MAX_VALUE && 130_000L * 3 * 75 * 75 > Integer.MAX_VALUE, message);
    }
}
