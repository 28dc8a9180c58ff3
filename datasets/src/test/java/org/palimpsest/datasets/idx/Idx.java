package org.palimpsest.datasets.idx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files for tests. */
final class Idx {
    private Idx() {}

    static byte[] file(int magic, int[] sizes, int... data) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + data.length).putInt(magic);
        for (int size : sizes) {
            file.putInt(size);
        }
        for (int value : data) {
            file.put((byte) value);
        }
        return file.array();
    }

    static byte[] images(int count, int height, int width) {
        int[] data = new int[count * height * width];
        for (int i = 0; i < data.length; i++) {
            data[i] = 250 + i;
        }
        return file(0x803, new int[] {count, height, width}, data);
    }

    static byte[] labels(int... labels) {
        return file(0x801, new int[] {labels.length}, labels);
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
