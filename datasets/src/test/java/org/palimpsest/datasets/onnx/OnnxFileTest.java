package org.palimpsest.datasets.onnx;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.WeightArray;
import org.testng.annotations.Test;

/** Models written field by field. */
public class OnnxFileTest {
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] tensor(String name, int type, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return message(out -> {
            for (long side : shape) {
                out.writeInt64(1, side);
            }
            out.writeInt32(2, type);
            out.writeString(8, name);
            out.writeByteArray(9, raw.array());
        });
    }

    private static byte[] node(String name, String operator, String... inputs) {
        return message(out -> {
            for (String input : inputs) {
                out.writeString(1, input);
            }
            out.writeString(2, "output");
            out.writeString(3, name);
            out.writeString(4, operator);
        });
    }

    private static byte[] model(List<byte[]> nodes, byte[]... tensors) {
        byte[] graph = message(out -> {
            for (byte[] node : nodes) {
                out.writeByteArray(1, node);
            }
            for (byte[] tensor : tensors) {
                out.writeByteArray(5, tensor);
            }
        });
        return message(out -> {
            out.writeInt64(1, 8);
            out.writeString(2, "made by a test");
            out.writeByteArray(7, graph);
        });
    }

    @Test
    public void anonymousFactorsGoByTheLayerThatMultipliesWithThem() {
        byte[] bytes = model(List.of(node("/encoder/layer.0/dense/MatMul", "MatMul", "x", "onnx::MatMul_7"), node("/add", "Add", "x", "onnx::MatMul_7")),
                tensor("encoder.layer.0.dense.bias", 1, new float[] {7, 8, 9}, 3), tensor("onnx::MatMul_7", 1, new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
                tensor("positions", 7, new float[] {0, 0}, 1));
        Map<String, WeightArray> arrays = new OnnxFile("m.onnx", () -> bytes).arrays();
        assertEquals(List.copyOf(arrays.keySet()), List.of("encoder.layer.0.dense.bias", "encoder.layer.0.dense.weight"));
        assertEquals(arrays.get("encoder.layer.0.dense.bias").values(), new float[] {7, 8, 9});
        assertEquals(arrays.get("encoder.layer.0.dense.weight").shape(), List.of(3, 2));
        assertEquals(arrays.get("encoder.layer.0.dense.weight").values(), new float[] {1, 4, 2, 5, 3, 6});
    }

    @Test
    public void damagedFilesAreRefused() {
        byte[] good = model(List.of(), tensor("a", 1, new float[] {1, 2}, 2));
        for (int length = 1; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            // a message may end between two of its fields
            if (length != 2 && length != 18) {
                assertRefused(cut, "m.onnx: is no ONNX file, or damaged: ");
            }
        }
        assertRefused(model(List.of(), tensor("a", 1, new float[] {1, 2}, 3)), "m.onnx: bytes of array a, shape [3]: expected 12, found 8");
        assertRefused(model(List.of(), tensor("a", 1, new float[0], Long.MAX_VALUE)), "m.onnx: is no ONNX file, or damaged: ");
    }

    private static void assertRefused(byte[] bytes, String says) {
        String message = expectThrows(DatasetException.class, () -> new OnnxFile("m.onnx", () -> bytes).arrays()).getMessage();
        assertTrue(message.startsWith(says), message);
    }
}
