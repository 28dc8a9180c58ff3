package org.palimpsest.datasets.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.WeightArray;

/**
 * The arrays of an ONNX model, found field by field in the protocol buffer that it is (onnx.proto3 of ONNX 1.x): what is in {@code graph.initializer}, in its
 * order. Exporters fold a linear layer's transposed weight into an array with a number for a name; such a one goes by the node that multiplies with it:
 * {@code /encoder/layer.0/output/dense/MatMul} makes it {@code encoder.layer.0.output.dense.weight}, of shape (outputs, inputs) again.
 */
public final class OnnxFile {
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_INPUT = 1;
    private static final int NODE_NAME = 3;
    private static final int NODE_OPERATOR = 4;
    private static final String ANONYMOUS = "onnx::";
    private static final String MULTIPLICATION = "MatMul";

    private final String file;
    private final Supplier<byte[]> bytes;
    private final List<OnnxTensor> tensors = new ArrayList<>();
    private final Map<String, String> multipliers = new HashMap<>(); // names of layers by those of the arrays

    /**
     * Finds out what is in a file.
     *
     * @param file its name, for messages
     * @param bytes gives its content, now and whenever an array is read
     * @throws DatasetException if it is no such file
     */
    public OnnxFile(String file, Supplier<byte[]> bytes) {
        this.file = file;
        this.bytes = bytes;
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes.get());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == message(MODEL_GRAPH)) {
                    int limit = in.pushLimit(in.readRawVarint32());
                    readGraph(in);
                    in.popLimit(limit);
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException | ArithmeticException e) {
            throw new DatasetException(file, "is no ONNX file, or damaged: " + Reason.of(e), e);
        }
    }

    private static int message(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private void readGraph(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == message(GRAPH_NODE)) {
                int limit = in.pushLimit(in.readRawVarint32());
                readNode(in);
                in.popLimit(limit);
            } else if (tag == message(GRAPH_INITIALIZER)) {
                int limit = in.pushLimit(in.readRawVarint32());
                tensors.add(OnnxTensor.read(in));
                in.popLimit(limit);
            } else {
                in.skipField(tag);
            }
        }
    }

    private void readNode(CodedInputStream in) throws IOException {
        String name = "";
        String operator = "";
        List<String> inputs = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case NODE_INPUT -> inputs.add(in.readString());
                case NODE_NAME -> name = in.readString();
                case NODE_OPERATOR -> operator = in.readString();
                default -> in.skipField(tag);
            }
        }
        if (operator.equals(MULTIPLICATION) && inputs.size() == 2) {
            String layer = name.replaceFirst("^/", "").replaceFirst("/" + MULTIPLICATION + "$", "").replace('/', '.');
            multipliers.put(inputs.get(1), layer);
        }
    }

    /**
     * The arrays of 32-bit floating-point numbers by name.
     *
     * @throws DatasetException if one has not the bytes that its shape takes
     */
    public Map<String, WeightArray> arrays() {
        Map<String, WeightArray> arrays = new LinkedHashMap<>();
        for (OnnxTensor tensor : tensors) {
            if (tensor.type() != OnnxTensor.FLOAT) {
                continue;
            }
            tensor.check(file);
            String layer = multipliers.get(tensor.name());
            if (layer != null && tensor.name().startsWith(ANONYMOUS) && tensor.shape().size() == 2) {
                List<Integer> turned = List.of(tensor.shape().get(1), tensor.shape().get(0));
                arrays.put(layer + ".weight", new WeightArray(turned, (from, to) -> readTurned(tensor, from, to)));
            } else {
                arrays.put(tensor.name(), new WeightArray(tensor.shape(), (from, to) -> to.put(numbers(tensor).slice((int) from, to.remaining()))));
            }
        }
        return arrays;
    }

    private FloatBuffer numbers(OnnxTensor tensor) {
        return ByteBuffer.wrap(bytes.get(), tensor.offset(), tensor.bytes()).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    /** From (inputs, outputs) in the file to (outputs, inputs). */
    private void readTurned(OnnxTensor tensor, long from, FloatBuffer to) {
        FloatBuffer numbers = numbers(tensor);
        int inputs = tensor.shape().get(0);
        int outputs = tensor.shape().get(1);
        for (int i = (int) from; to.hasRemaining(); i++) {
            to.put(numbers.get(i % inputs * outputs + i / inputs));
        }
    }
}
