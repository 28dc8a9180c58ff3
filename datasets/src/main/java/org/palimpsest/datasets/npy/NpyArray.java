package org.palimpsest.datasets.npy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.FloatArray;

/** Reads the values of array files, as floats or as whole numbers. */
public final class NpyArray {
    private static final int BATCH = 1 << 13;

    private NpyArray() {}

    /**
     * A matrix of floats.
     *
     * @param columns values in a row
     * @param values row by row, floats of four bytes with the least significant first, outside the heap
     */
    public record Matrix(int columns, ByteBuffer values) {
        /** How many rows there are. */
        public int rows() {
            return values.remaining() / Float.BYTES / columns;
        }
    }

    /** Takes the values one by one as they are read. */
    private interface Sink {
        void take(int place, ByteBuffer value);
    }

    /**
     * Reads a matrix of floating-point numbers of two, four or eight bytes.
     *
     * @param size bytes of the whole file, so that no memory is set aside for values that are not there
     */
    static Matrix matrix(String file, InputStream in, long size) throws IOException {
        NpyHeader head = floatHeader(file, in);
        if (head.shape().size() != 2 || head.shape().contains(0)) {
            throw DatasetException.mismatch(file, "shape", "[examples, features]", head.shape());
        }
        ByteBuffer values = ByteBuffer.allocateDirect(count(file, head, Float.BYTES, size) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        read(in, head, (place, value) -> {
            float number = floatingPoint(head, value);
            if (!Float.isFinite(number)) {
                throw new DatasetException(file, "holds a value that is not finite: feature " + place % head.shape().get(1) + " of example "
                        + place / head.shape().get(1));
            }
            values.putFloat(number);
        });
        return new Matrix(head.shape().get(1), values.flip());
    }

    private static float floatingPoint(NpyHeader head, ByteBuffer value) {
        return switch (head.bytes()) {
            case 2 -> half(value.getShort());
            case 4 -> value.getFloat();
            default -> (float) value.getDouble();
        };
    }

    /** Reads floating-point numbers of two, four or eight bytes in any shape; as {@link #matrix}. */
    static FloatArray floats(String file, InputStream in, long size) throws IOException {
        NpyHeader head = floatHeader(file, in);
        float[] values = new float[count(file, head, Float.BYTES, size)];
        read(in, head, (place, value) -> {
            values[place] = floatingPoint(head, value);
            if (!Float.isFinite(values[place])) {
                throw new DatasetException(file, "holds a value that is not finite, number " + place);
            }
        });
        return new FloatArray(head.shape(), values);
    }

    private static NpyHeader floatHeader(String file, InputStream in) throws IOException {
        NpyHeader head = NpyHeader.read(file, in);
        if (head.kind() != 'f') {
            throw DatasetException.mismatch(file, "type of the values", "floating-point numbers", "whole numbers");
        }
        return head;
    }

    /** Reads a list of whole numbers; as {@link #matrix}. */
    static int[] list(String file, InputStream in, long size) throws IOException {
        NpyHeader head = NpyHeader.read(file, in);
        if (head.kind() == 'f') {
            throw DatasetException.mismatch(file, "type of the values", "whole numbers", "floating-point numbers");
        }
        if (head.shape().size() != 1) {
            throw DatasetException.mismatch(file, "shape", "[examples]", head.shape());
        }
        int[] numbers = new int[count(file, head, Integer.BYTES, size)];
        read(in, head, (place, value) -> {
            long number = number(head, value);
            if (number != (int) number || head.kind() == 'u' && number < 0) {
                String written = head.kind() == 'u' ? Long.toUnsignedString(number) : Long.toString(number);
                throw new DatasetException(file, "holds " + written + ", which is no label");
            }
            numbers[place] = (int) number;
        });
        return numbers;
    }

    private static long number(NpyHeader head, ByteBuffer value) {
        boolean signed = head.kind() == 'i';
        return switch (head.bytes()) {
            case 1 -> signed ? value.get() : Byte.toUnsignedInt(value.get());
            case 2 -> signed ? value.getShort() : Short.toUnsignedInt(value.getShort());
            case 4 -> signed ? value.getInt() : Integer.toUnsignedLong(value.getInt());
            // an unsigned number beyond the signed ones turns negative, which is no label either
            default -> value.getLong();
        };
    }

    private static int count(String file, NpyHeader head, int bytes, long size) {
        long count = head.count();
        if (count > Integer.MAX_VALUE / bytes) {
            throw new DatasetException(file, "is too large: " + head.shape() + " are " + (count == Long.MAX_VALUE ? "more than 2^63" : count)
                    + " values of " + bytes + " bytes, more than the 2047 MiB that fit");
        }
        if (size - head.length() != count * head.bytes()) {
            throw DatasetException.mismatch(file, "bytes after the head", count * head.bytes(), size - head.length());
        }
        return (int) count;
    }

    private static void read(InputStream in, NpyHeader head, Sink sink) throws IOException {
        int count = (int) head.count();
        for (int done = 0; done < count; done += BATCH) {
            int wanted = Math.min(BATCH, count - done) * head.bytes();
            ByteBuffer batch = ByteBuffer.wrap(in.readNBytes(wanted)).order(head.order());
            if (batch.remaining() < wanted) {
                throw new EOFException("it ends before its last value");
            }
            for (int place = done; batch.hasRemaining(); place++) {
                sink.take(place, batch);
            }
        }
    }

    /** A number of IEEE 754's binary16: one bit for the sign, five for the exponent, ten for the fraction. */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude = switch (exponent) {
            case 0 -> fraction * 0x1p-24f;
            case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        };
        return bits < 0 ? -magnitude : magnitude;
    }
}
