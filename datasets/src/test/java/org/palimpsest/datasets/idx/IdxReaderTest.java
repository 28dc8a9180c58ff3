package org.palimpsest.datasets.idx;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class IdxReaderTest {
    private static final byte[] IMAGES = Idx.images(3, 2, 1);
    private static final byte[] LABELS = Idx.labels(0, 9, 4);

    private static LabelledImages read(byte[] images, byte[] labels) {
        return IdxReader.read(
                "images", new ByteArrayInputStream(images), "labels", new ByteArrayInputStream(labels), 10);
    }

    @Test
    public void readsPlainFiles() {
        assertContents(read(IMAGES, LABELS));
    }

    @Test
    public void readsZippedFilesWhateverTheirNames() {
        assertContents(read(Idx.gzip(IMAGES), LABELS));
        assertContents(read(IMAGES, Idx.gzip(LABELS)));
    }

    @Test
    public void readsFilesOnDisk() throws IOException {
        Path images = Files.createTempFile("images", ".gz");
        Path labels = Files.createTempFile("labels", "");
        try {
            Files.write(images, Idx.gzip(IMAGES));
            Files.write(labels, LABELS);
            assertContents(IdxReader.read(images, labels, 10));
        } finally {
            Files.delete(images);
            Files.delete(labels);
        }
        DatasetException missing = expectThrows(DatasetException.class, () -> IdxReader.read(images, labels, 10));
        assertTrue(missing.getMessage().startsWith(images + ": cannot be opened"), missing.getMessage());
    }

    private static void assertContents(LabelledImages images) {
        assertEquals(images.shape(), new ImageShape(1, 2, 1));
        assertEquals(images.labels(), new int[] {0, 9, 4});
        byte[] pixels = new byte[6];
        images.pixels().get(pixels);
        assertEquals(pixels, new byte[] {(byte) 250, (byte) 251, (byte) 252, (byte) 253, (byte) 254, (byte) 255});
    }

    @DataProvider
    public Object[][] damaged() {
        byte[] zipped = Idx.gzip(Idx.images(300, 20, 20));
        byte[] flipped = zipped.clone();
        flipped[flipped.length - 6] ^= 1;
        return new Object[][] {
            {LABELS, LABELS, "images: IDX magic number: expected 0x00000803, found 0x00000801"},
            {IMAGES, IMAGES, "labels: IDX magic number: expected 0x00000801, found 0x00000803"},
            {Idx.file(0xd03, new int[] {1, 1, 1}, 0, 0, 0, 0), LABELS,
                "images: IDX magic number: expected 0x00000803, found 0x00000d03"},
            {new byte[0], LABELS, "images: truncated IDX header, bytes: expected 16, found 0"},
            {Arrays.copyOf(IMAGES, 15), LABELS, "images: truncated IDX header, bytes: expected 16, found 15"},
            {Arrays.copyOf(IMAGES, 21), LABELS, "images: truncated: bytes after the IDX header: expected 6, found 5"},
            {Arrays.copyOf(IMAGES, 24), LABELS, "images: too long: bytes after the IDX header: expected 6, found 8"},
            {Idx.gzip(Arrays.copyOf(IMAGES, 21)), LABELS,
                "images: truncated: bytes after the IDX header: expected 6, found 5"},
            {Idx.gzip(Arrays.copyOf(IMAGES, 23)), LABELS,
                "images: too long: bytes after the IDX header: expected 6, found 7"},
            {IMAGES, Idx.labels(0, 1), "labels: labels for the images of images: expected 3, found 2"},
            {IMAGES, Idx.labels(0, 1, 10), "labels: label 2: expected below 10, found 10"},
            {IMAGES, Idx.labels(0, 255, 1), "labels: label 1: expected below 10, found 255"},
            {Idx.file(0x803, new int[] {0, 2, 1}), LABELS,
                "images: IDX dimension: expected 1 or more, and 2^31 - 1 bytes at most, found 0"},
            {Idx.file(0x803, new int[] {3, -2, 1}), LABELS,
                "images: IDX dimension: expected 1 or more, and 2^31 - 1 bytes at most, found -2"},
            {Idx.file(0x803, new int[] {70_000, 70_000, 70_000}), LABELS,
                "images: IDX dimension: expected 1 or more, and 2^31 - 1 bytes at most, found 70000"},
            // a header that promises gigabytes must not make the reader allocate them
            {Idx.file(0x803, new int[] {Integer.MAX_VALUE, 1, 1}, 7), LABELS,
                "images: truncated: bytes after the IDX header: expected 2147483647, found 1"},
            {Arrays.copyOf(zipped, zipped.length - 20), LABELS,
                "images: truncated: the gzip data end before their end mark"},
            {Arrays.copyOf(zipped, 5), LABELS, "images: truncated: the gzip data end before their end mark"},
            {flipped, LABELS, "images: cannot be read: Corrupt GZIP trailer"},
        };
    }

    @Test(dataProvider = "damaged")
    public void namesTheFileAndWhatWasExpectedAndFound(byte[] images, byte[] labels, String message) {
        assertEquals(expectThrows(DatasetException.class, () -> read(images, labels)).getMessage(), message);
    }
}
