package org.palimpsest.datasets.image;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A digest over what a data set holds. */
public class ContentDigestTest {
    private static final int BLOCK = 1 << 24;
    private static final List<String> NAMES = List.of("Äpfel", "猫");
    private static final ImageShape SHAPE = new ImageShape(1, 2, 3);

    private static LabelledImages images(ImageShape shape, byte[] pixels, int... labels) {
        return new LabelledImages(shape, ByteBuffer.wrap(pixels), labels);
    }

    private static byte[] counting(int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    private static final LabelledImages TRAIN = images(SHAPE, counting(0, 12), 0, 1);
    private static final LabelledImages TEST = images(SHAPE, counting(250, 6), 1);

    @Test
    public void isWhatTheDocumentationSays() {
        // computed from the documentation alone, in another language
        assertEquals(ContentDigest.of(NAMES, TRAIN, TEST), "5c8a0d3213c9d543e4bafbcdf42a1b2d11e455d575e65a59d3e98eb1f279c0f1");
    }

    @DataProvider
    public Object[][] others() {
        byte[] pixel = counting(0, 12);
        pixel[11] ^= 1;
        LabelledImages floats = new LabelledImages(new ImageShape(3, 1, 1), ElementType.FLOAT32, ByteBuffer.wrap(counting(0, 12)), new int[] {0});
        LabelledImages bytes = images(new ImageShape(3, 2, 2), counting(0, 12), 0);
        return new Object[][] {
            {"pixel", NAMES, images(SHAPE, pixel, 0, 1), TEST},
            {"label", NAMES, images(SHAPE, counting(0, 12), 0, 0), TEST},
            {"class name", List.of("Äpfel", "犬"), TRAIN, TEST},
            {"order of names", List.of("猫", "Äpfel"), TRAIN, TEST},
            {"one more name", List.of("Äpfel", "猫", ""), TRAIN, TEST},
            {"shape", NAMES, images(new ImageShape(1, 3, 2), counting(0, 12), 0, 1), images(new ImageShape(1, 3, 2), counting(250, 6), 1)},
            {"split", NAMES, TEST, TRAIN},
            {"parted elsewhere", NAMES, images(SHAPE, counting(0, 6), 0), images(SHAPE, counting(6, 12), 1, 1)},
            {"type", NAMES, floats, TEST},
            {"bytes of the same shape", NAMES, bytes, TEST},
        };
    }

    @Test(dataProvider = "others")
    public void differsWithAnyOfIt(String what, List<String> names, LabelledImages train, LabelledImages test) {
        assertNotEquals(ContentDigest.of(names, train, test), ContentDigest.of(NAMES, TRAIN, TEST), what);
    }

    @Test
    public void doesNotDependOnWhereTheNamesEnd() {
        assertNotEquals(ContentDigest.of(List.of("ab", "c"), TRAIN, TEST), ContentDigest.of(List.of("a", "bc"), TRAIN, TEST));
    }

    /** A part whose pixels fill some blocks, in any kind of buffer. */
    private static String ofPixels(ByteBuffer pixels) {
        LabelledImages train = new LabelledImages(new ImageShape(1, 1, pixels.remaining()), pixels, new int[] {0});
        return ContentDigest.of(List.of("a"), train, images(new ImageShape(1, 1, 1), new byte[0]));
    }

    private static byte[] expected(byte[] pixels) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        text(sha, "palimpsest data set 1");
        number(sha, 1);
        text(sha, "a");
        text(sha, "1x1x" + pixels.length);
        text(sha, "UINT8");
        number(sha, 1);
        number(sha, 0);
        for (int from = 0; from < pixels.length; from += BLOCK) {
            int length = Math.min(BLOCK, pixels.length - from);
            sha.update(MessageDigest.getInstance("SHA-256").digest(Arrays.copyOfRange(pixels, from, from + length)));
        }
        text(sha, "1x1x1");
        text(sha, "UINT8");
        number(sha, 0);
        return sha.digest();
    }

    private static void number(MessageDigest sha, int number) {
        sha.update(ByteBuffer.allocate(4).putInt(0, number));
    }

    private static void text(MessageDigest sha, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(sha, bytes.length);
        sha.update(bytes);
    }

    @Test
    public void blocksEndWhereTheyShould() throws Exception {
        byte[] all = counting(7, 2 * BLOCK + 1);
        for (int length : new int[] {BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 1}) {
            byte[] pixels = Arrays.copyOf(all, length);
            assertEquals(ofPixels(ByteBuffer.wrap(pixels)), HexFormat.of().formatHex(expected(pixels)), length + " bytes");
        }
    }

    @Test
    public void isTheSameWhateverTheBufferAndTheNumberOfThreads() throws Exception {
        byte[] pixels = counting(3, 2 * BLOCK + 100);
        String expected = ofPixels(ByteBuffer.wrap(pixels));
        assertEquals(ofPixels(ByteBuffer.allocateDirect(pixels.length + 5).position(5).put(pixels).position(5)), expected);
        assertEquals(ofPixels(mapped(pixels)), expected);
        for (int threads : new int[] {1, 7}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertEquals(pool.submit(() -> ofPixels(ByteBuffer.wrap(pixels))).get(), expected, threads + " threads");
            } finally {
                pool.shutdown();
            }
        }
    }

    private static ByteBuffer mapped(byte[] pixels) throws IOException {
        Path file = Files.createTempFile("pixels", ".raw");
        try {
            Files.write(file, pixels);
            try (FileChannel in = FileChannel.open(file)) {
                return in.map(FileChannel.MapMode.READ_ONLY, 0, pixels.length);
            }
        } finally {
            // where the system allows it, the mapping outlives the name
            Files.deleteIfExists(file);
        }
    }
}
