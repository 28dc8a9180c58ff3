package org.palimpsest.datasets.npy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes NumPy's files, byte by byte as its documentation has them. */
public final class Npy {
    private Npy() {}

    /** A file of a version, with a head that ends at a multiple of 64 bytes. */
    public static byte[] file(int version, String type, String shape, byte[] data) {
        String head = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        return file(version, head, data);
    }

    /** The same with a head as given, which is filled up. */
    public static byte[] file(int version, String head, byte[] data) {
        int start = version == 1 ? 10 : 12;
        String padded = head + " ".repeat(63 - (start + head.length()) % 64) + "\n";
        ByteBuffer file = ByteBuffer.allocate(start + padded.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            file.putShort((short) padded.length());
        } else {
            file.putInt(padded.length());
        }
        return file.put(padded.getBytes(StandardCharsets.ISO_8859_1)).put(data).array();
    }

    /** Four bytes each. */
    public static byte[] floats(float... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putFloat(value);
        }
        return data.array();
    }

    /** Eight bytes each. */
    public static byte[] doubles(ByteOrder order, double... values) {
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(order);
        for (double value : values) {
            data.putDouble(value);
        }
        return data.array();
    }

    /** Two bytes each, given by their bits. */
    public static byte[] halves(int... bits) {
        ByteBuffer data = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int half : bits) {
            data.putShort((short) half);
        }
        return data.array();
    }

    /** Eight bytes each. */
    public static byte[] longs(long... values) {
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            data.putLong(value);
        }
        return data.array();
    }

    /** A matrix of floats. */
    public static byte[] matrix(int rows, int columns, float... values) {
        return file(1, "<f4", "(" + rows + ", " + columns + ")", floats(values));
    }

    /** A list of labels. */
    public static byte[] labels(long... labels) {
        return file(1, "<i8", "(" + labels.length + ",)", longs(labels));
    }

    /** An archive of files by the names of their arrays. */
    public static byte[] zip(Map<String, byte[]> arrays) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                out.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                out.write(array.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
