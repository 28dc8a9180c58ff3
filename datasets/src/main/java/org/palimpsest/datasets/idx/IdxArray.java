package org.palimpsest.datasets.idx;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.palimpsest.datasets.DatasetException;

/**
 * The contents of one IDX file of unsigned bytes.
 *
 * @param sizes the size of every dimension
 * @param data the bytes, the last dimension varying fastest
 */
record IdxArray(int[] sizes, byte[] data) {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    int size(int dimension) {
        return sizes[dimension];
    }

    /** Reads a stream to its end. */
    static IdxArray read(String name, InputStream stream, int dimensions) {
        try {
            InputStream in = unzipped(stream);
            int[] sizes = header(name, in, dimensions);
            return new IdxArray(sizes, body(name, in, length(name, sizes)));
        } catch (EOFException e) {
            throw new DatasetException(name, "truncated: the gzip data end before their end mark", e);
        } catch (IOException e) {
            throw new DatasetException(name, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static InputStream unzipped(InputStream stream) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream, BUFFER);
        in.mark(2);
        boolean gzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        in.reset();
        return gzip ? new GZIPInputStream(in, BUFFER) : in;
    }

    private static int[] header(String name, InputStream in, int dimensions) throws IOException {
        int length = Integer.BYTES * (1 + dimensions);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length >= Integer.BYTES) {
            int expected = UNSIGNED_BYTE << Byte.SIZE | dimensions;
            int found = ByteBuffer.wrap(bytes).getInt();
            if (found != expected) {
                throw DatasetException.mismatch(
                        name, "IDX magic number", hexadecimal(expected), hexadecimal(found));
            }
        }
        if (bytes.length < length) {
            throw DatasetException.mismatch(name, "truncated IDX header, bytes", length, bytes.length);
        }
        int[] sizes = new int[dimensions];
        ByteBuffer.wrap(bytes, Integer.BYTES, length - Integer.BYTES).asIntBuffer().get(sizes);
        return sizes;
    }

    private static String hexadecimal(int number) {
        return String.format(Locale.ROOT, "0x%08x", number);
    }

    private static int length(String name, int[] sizes) {
        long length = 1;
        for (int size : sizes) {
            // checked one by one, so that the product of two ints is all a long must hold
            length *= size;
            if (size < 1 || length > Integer.MAX_VALUE) {
                throw DatasetException.mismatch(name, "IDX dimension", "1 or more, and 2^31 - 1 bytes at most", size);
            }
        }
        return (int) length;
    }

    private static byte[] body(String name, InputStream in, int length) throws IOException {
        byte[] data = in.readNBytes(length);
        if (data.length < length) {
            throw DatasetException.mismatch(name, "truncated: bytes after the IDX header", length, data.length);
        }
        long trailing = in.transferTo(OutputStream.nullOutputStream());
        if (trailing > 0) {
            throw DatasetException.mismatch(name, "too long: bytes after the IDX header", length, length + trailing);
        }
        return data;
    }
}
