package org.palimpsest.datasets.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.palimpsest.datasets.DatasetException;

/**
 * What an array file says of its values.
 *
 * @param kind {@code f}, {@code i}, {@code u} or {@code b}: floating point, signed, unsigned, truth
 * @param bytes bytes of a value
 * @param order which byte of a value comes first
 * @param shape the sides of the array, the last varying fastest
 * @param length bytes before the first value
 */
record NpyHeader(char kind, int bytes, ByteOrder order, List<Integer> shape, int length) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LARGEST = 1 << 20;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d+)'");
    private static final Pattern ANY_TYPE = Pattern.compile("'descr'\\s*:\\s*(.*?)\\s*,\\s*'(fortran_order|shape)'");
    private static final Pattern COLUMNS_FIRST = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

    /** How many values there are; the largest number if that is beyond all numbers. */
    long count() {
        long count = shape.contains(0) ? 0 : 1;
        for (int side : shape) {
            count = count > Long.MAX_VALUE / Math.max(side, 1) ? Long.MAX_VALUE : count * side;
        }
        return count;
    }

    /** Reads a file up to its first value. */
    static NpyHeader read(String file, InputStream in) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC)) {
            throw new DatasetException(file, "is no NumPy array file: it does not begin with \\x93NUMPY");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw DatasetException.mismatch(file, "version of the format", "1, 2 or 3", version);
        }
        ByteBuffer length = ByteBuffer.wrap(in.readNBytes(version == 1 ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        if (length.capacity() < (version == 1 ? 2 : 4)) {
            throw new DatasetException(file, "is truncated within its head");
        }
        long bytes = version == 1 ? Short.toUnsignedInt(length.getShort()) : Integer.toUnsignedLong(length.getInt());
        if (bytes > LARGEST) {
            throw DatasetException.mismatch(file, "bytes of the head", "at most " + LARGEST, bytes);
        }
        byte[] text = in.readNBytes((int) bytes);
        if (text.length < bytes) {
            throw new DatasetException(file, "is truncated within its head");
        }
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return parse(file, new String(text, charset), start.length + length.capacity() + text.length);
    }

    private static NpyHeader parse(String file, String text, int length) {
        Matcher type = TYPE.matcher(text);
        if (!type.find() || "fiub".indexOf(type.group(2).charAt(0)) < 0) {
            Matcher any = ANY_TYPE.matcher(text);
            throw DatasetException.mismatch(file, "type of the values", "whole or floating-point numbers",
                    any.find() ? any.group(1) : text.strip());
        }
        Matcher columnsFirst = COLUMNS_FIRST.matcher(text);
        Matcher sides = SHAPE.matcher(text);
        if (!columnsFirst.find() || !sides.find()) {
            throw new DatasetException(file, "has a damaged head: " + text.strip());
        }
        if (columnsFirst.group(1).equals("True")) {
            throw new DatasetException(file, "is in Fortran order; save it in C order, by numpy.ascontiguousarray");
        }
        ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyHeader(type.group(2).charAt(0), size(file, type), order, shape(file, sides.group(1)), length);
    }

    private static int size(String file, Matcher type) {
        List<String> valid = type.group(2).equals("f") ? List.of("2", "4", "8")
                : type.group(2).equals("b") ? List.of("1") : List.of("1", "2", "4", "8");
        if (!valid.contains(type.group(3))) {
            throw DatasetException.mismatch(file, "bytes of a value of type " + type.group(2), String.join(", ", valid), type.group(3));
        }
        return Integer.parseInt(type.group(3));
    }

    private static List<Integer> shape(String file, String sides) {
        try {
            return Arrays.stream(sides.replaceAll("[\\sL]", "").split(",")).filter(side -> !side.isEmpty()).map(Integer::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new DatasetException(file, "is too large: shape (" + sides + ")", e);
        }
    }
}
