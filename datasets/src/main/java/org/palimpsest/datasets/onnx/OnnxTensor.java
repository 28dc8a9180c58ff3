package org.palimpsest.datasets.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.DatasetException;

/**
 * Where an array is in a file: message {@code TensorProto} of ONNX.
 *
 * @param name as the nodes of the graph call it
 * @param type number of its element type
 * @param shape the sides
 * @param offset of its first byte in the file
 * @param bytes how many there are; 0 if it is written in another form than plain bytes
 */
record OnnxTensor(String name, int type, List<Integer> shape, int offset, int bytes) {
    /** Number of 32-bit floating-point numbers among element types. */
    static final int FLOAT = 1;

    private static final int DIMS = 1;
    private static final int DATA_TYPE = 2;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;

    /** Reads a message up to the limit that is set. */
    static OnnxTensor read(CodedInputStream in) throws IOException {
        String name = "";
        int type = 0;
        List<Integer> shape = new ArrayList<>();
        int offset = 0;
        int bytes = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case DIMS -> readDims(in, tag, shape);
                case DATA_TYPE -> type = in.readInt32();
                case NAME -> name = in.readString();
                case RAW_DATA -> {
                    bytes = in.readRawVarint32();
                    offset = in.getTotalBytesRead();
                    in.skipRawBytes(bytes);
                }
                default -> in.skipField(tag);
            }
        }
        return new OnnxTensor(name, type, shape, offset, bytes);
    }

    /** One number, or several that are packed. */
    private static void readDims(CodedInputStream in, int tag, List<Integer> shape) throws IOException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            shape.add(Math.toIntExact(in.readInt64()));
            return;
        }
        int limit = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            shape.add(Math.toIntExact(in.readInt64()));
        }
        in.popLimit(limit);
    }

    /**
     * Requires that the bytes are those of the shape.
     *
     * @param file for the message
     * @throws DatasetException if they are more or fewer
     */
    void check(String file) {
        long size = shape.stream().mapToLong(Integer::longValue).reduce(Float.BYTES, Math::multiplyExact);
        if (bytes != size) {
            throw DatasetException.mismatch(file, "bytes of array " + name + ", shape " + shape, size, bytes);
        }
    }
}
