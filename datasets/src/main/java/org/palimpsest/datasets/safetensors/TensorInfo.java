package org.palimpsest.datasets.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Printable;

/**
 * What a header says of an array.
 *
 * @param begin offset of its first byte behind the header
 * @param end offset behind its last byte
 */
record TensorInfo(String name, TensorType type, List<Integer> shape, long begin, long end) {
    /**
     * Reads an entry of a header and checks it against itself and the room that there is.
     *
     * @param file for messages
     * @param room bytes behind the header
     * @throws DatasetException if anything of it is not as the format has it
     */
    static TensorInfo read(String file, String name, JsonNode entry, long room) {
        String dtype = entry.path("dtype").asText("");
        TensorType type = type(file, name, dtype);
        JsonNode offsets = entry.path("data_offsets");
        if (!offsets.isArray() || offsets.size() != 2 || !offsets.get(0).canConvertToLong() || !offsets.get(1).canConvertToLong()) {
            throw damaged(file, name, "has no two data_offsets");
        }
        long begin = offsets.get(0).asLong();
        long end = offsets.get(1).asLong();
        if (begin < 0 || end < begin || end > room) {
            throw damaged(file, name, "is said to lie from " + begin + " to " + end + ", and there are " + room + " bytes");
        }
        List<Integer> shape = shape(file, name, entry.path("shape"));
        long bytes;
        try {
            bytes = shape.stream().mapToLong(Integer::longValue).reduce(type.bytes(), Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw damaged(file, name, "has a shape beyond all numbers, " + shape);
        }
        if (bytes != end - begin) {
            throw damaged(file, name, "takes " + bytes + " bytes by its shape " + shape + " of " + type + ", and has " + (end - begin));
        }
        return new TensorInfo(name, type, shape, begin, end);
    }

    private static TensorType type(String file, String name, String dtype) {
        try {
            return TensorType.valueOf(dtype);
        } catch (IllegalArgumentException e) {
            throw damaged(file, name, "has an unknown dtype '" + Printable.of(dtype) + "'");
        }
    }

    private static List<Integer> shape(String file, String name, JsonNode sides) {
        List<Integer> shape = new ArrayList<>();
        for (JsonNode side : sides) {
            if (!side.canConvertToInt() || !side.isIntegralNumber() || side.asInt() < 0) {
                throw damaged(file, name, "has a side of " + Printable.of(side.toString()));
            }
            shape.add(side.asInt());
        }
        if (!sides.isArray()) {
            throw damaged(file, name, "has no shape");
        }
        return shape;
    }

    private static DatasetException damaged(String file, String name, String what) {
        return new DatasetException(file, "is damaged: array '" + Printable.of(name) + "' " + what);
    }
}
