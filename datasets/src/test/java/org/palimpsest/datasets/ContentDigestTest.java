package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.testng.annotations.Test;

public class ContentDigestTest {

    private static final ImageShape SHAPE = new ImageShape(1, 2, 2);

    private static LabelledImages images(int[] labels, int... pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        return new LabelledImages(SHAPE, ByteBuffer.wrap(bytes), labels);
    }

    private static String digest(List<String> names, LabelledImages train, LabelledImages test) {
        return ContentDigest.of(names, train, test);
    }

    /** The value was computed apart from this code, from the definition in its documentation. */
    @Test
    public void isWhatItsDocumentationSays() {
        LabelledImages train = images(new int[] {0, 1}, 0, 1, 2, 3, 250, 251, 252, 253);
        LabelledImages test = images(new int[] {1}, 9, 8, 7, 6);
        assertEquals(digest(List.of("a", "ä"), train, test), "fa50d9af7f460150085b1a8d8c91f0addda0a6f05d783371b1243aee27526e16");
    }

    @Test
    public void everythingCounts() {
        LabelledImages train = images(new int[] {0, 1}, 0, 1, 2, 3, 250, 251, 252, 253);
        LabelledImages test = images(new int[] {1}, 9, 8, 7, 6);
        Set<String> digests = new HashSet<>();
        digests.add(digest(List.of("a", "b"), train, test));
        digests.add(digest(List.of("a", "c"), train, test));
        digests.add(digest(List.of("ab", ""), train, test));
        digests.add(digest(List.of("a", "b"), images(new int[] {0, 1}, 0, 1, 2, 3, 250, 251, 252, 254), test));
        digests.add(digest(List.of("a", "b"), images(new int[] {1, 1}, 0, 1, 2, 3, 250, 251, 252, 253), test));
        digests.add(digest(List.of("a", "b"), test, train));
        digests.add(digest(List.of("a", "b"), new LabelledImages(new ImageShape(1, 1, 4), train.pixels(), train.labels()), test));
        digests.add(digest(List.of("a", "b"), new LabelledImages(new ImageShape(1, 1, 1), ElementType.FLOAT32, train.pixels(), train.labels()), test));
        assertEquals(digests.size(), 8);
    }

    @Test
    public void blocksOfAnyKindOfMemoryGiveTheSame() {
        ImageShape shape = new ImageShape(1, 1024, 1024);
        byte[] pixels = new byte[17 << 20];
        new Random(1).nextBytes(pixels);
        ByteBuffer direct = ByteBuffer.allocateDirect(pixels.length + 100).position(50);
        direct.put(pixels).position(50).limit(50 + pixels.length);
        LabelledImages heap = new LabelledImages(shape, ByteBuffer.wrap(pixels), new int[17]);
        LabelledImages outside = new LabelledImages(shape, direct, new int[17]);
        LabelledImages none = new LabelledImages(shape, ByteBuffer.allocate(0), new int[0]);
        assertEquals(digest(List.of("a"), heap, none), digest(List.of("a"), outside, none));
    }
}
