package org.palimpsest.datasets.disk.cifar;

import java.util.Arrays;
import java.util.List;
import net.razorvine.pickle.PickleException;

/** An array of unsigned bytes on its way out of a pickle: made empty first, then given its contents. */
final class NumpyArray {
    private static final String TYPE = "u1";

    private List<Integer> shape = List.of();
    private byte[] bytes = new byte[0];

    List<Integer> shape() {
        return shape;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Takes over what NumPy pickles: version, shape, type of value, whether columns come first, and the bytes. */
    void build(Object[] state) {
        boolean known = state.length == 5
                && state[1] instanceof Object[] sides
                && Arrays.stream(sides).allMatch(side -> side instanceof Integer n && n >= 0)
                && state[2] instanceof Type
                && state[3] instanceof Boolean
                && state[4] instanceof byte[];
        if (!known) {
            throw new PickleException("an array that is not of bytes");
        }
        shape = Arrays.stream((Object[]) state[1]).map(Integer.class::cast).toList();
        bytes = (byte[]) state[4];
        long size = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (size != bytes.length) {
            throw new PickleException("an array of shape " + shape + " with " + bytes.length + " bytes");
        }
        if (state[3].equals(true)) {
            bytes = rowByRow(bytes);
        }
    }

    /** The bytes of a matrix that is stored column by column. */
    private byte[] rowByRow(byte[] columns) {
        if (shape.size() != 2) {
            throw new PickleException("an array of shape " + shape + ", which is no matrix, with the first side varying fastest");
        }
        int height = shape.get(0);
        int width = shape.get(1);
        byte[] rows = new byte[columns.length];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                rows[row * width + column] = columns[column * height + row];
            }
        }
        return rows;
    }

    /** The type of its values, of which only one may occur. */
    static final class Type {
        static Type of(Object[] arguments) {
            if (arguments.length == 0 || !TYPE.equals(arguments[0])) {
                throw new PickleException("an array of type " + (arguments.length == 0 ? "" : arguments[0]) + ", not of " + TYPE);
            }
            return new Type();
        }
    }
}
