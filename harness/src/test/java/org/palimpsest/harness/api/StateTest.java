package org.palimpsest.harness.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

public class StateTest extends NativeTest {
    private State throughAFile(State state) throws IOException {
        Path file = Files.createTempFile("state", ".npz");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                state.write(out);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return State.read(manager(), in);
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void bringsBackEveryTypeBitByBitFromAFile() throws IOException {
        float[] odd = {0.1f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};
        State state = new State(manager());
        state.put("floats", manager().create(odd, new Shape(2, 3)));
        state.put("bytes", bytes(new Shape(1, 2, 2), 0, 127, 128, 255));
        state.put("longs", Long.MIN_VALUE, -1, Long.MAX_VALUE);
        state.put("ints", new int[] {Integer.MIN_VALUE, 0, Integer.MAX_VALUE});
        state.put("numbers", odd);
        State read = throughAFile(state);

        NDArray floats = read.array("floats");
        assertEquals(floats.getDataType(), DataType.FLOAT32);
        assertEquals(floats.getShape(), new Shape(2, 3));
        for (int i = 0; i < odd.length; i++) {
            assertEquals(Float.floatToRawIntBits(floats.toFloatArray()[i]), Float.floatToRawIntBits(odd[i]));
        }
        for (int i = 0; i < odd.length; i++) {
            assertEquals(Float.floatToRawIntBits(read.floats("numbers")[i]), Float.floatToRawIntBits(odd[i]));
        }
        assertEquals(read.array("bytes").getDataType(), DataType.UINT8);
        assertEquals(read.array("bytes").getShape(), new Shape(1, 2, 2));
        assertEquals(read.array("bytes").toUint8Array(), new int[] {0, 127, 128, 255});
        assertEquals(read.array("longs").getDataType(), DataType.INT64);
        assertEquals(read.longs("longs"), new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE});
        assertEquals(read.array("ints").getDataType(), DataType.INT32);
        assertEquals(read.ints("ints"), new int[] {Integer.MIN_VALUE, 0, Integer.MAX_VALUE});
    }

    @Test
    public void scopesKeepEqualNamesApart() throws IOException {
        State state = new State(manager());
        state.scope("a").put("x", 1);
        state.scope("b").put("x", 2);
        state.scope("b").scope("c").put("x", 3);
        State read = throughAFile(state);
        assertEquals(read.scope("a").longs("x"), new long[] {1});
        assertEquals(read.scope("b").longs("x"), new long[] {2});
        assertEquals(read.scope("b").scope("c").longs("x"), new long[] {3});
    }

    @Test
    public void refusesANameTwice() {
        State state = new State(manager());
        state.scope("a").put("x", 1);
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class, () -> state.scope("a").put("x", 1));
        assertTrue(e.getMessage().contains("a/x"), e.getMessage());
    }

    @Test
    public void namesWhatIsMissingAndWhatIsThere() {
        State state = new State(manager());
        state.put("weights", 1);
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class, () -> state.scope("a").array("x"));
        assertTrue(e.getMessage().contains("a/x") && e.getMessage().contains("weights"), e.getMessage());
    }

    @Test
    public void copiesValuesIntoAnArrayOfTheSameShapeOnly() {
        State state = new State(manager());
        state.put("x", floats(new Shape(2, 2), 1, 2, 3, 4));
        NDArray target = manager().zeros(new Shape(2, 2));
        NDArray view = target.reshape(4);
        state.copyTo("x", target);
        assertClose(target, new double[] {1, 2, 3, 4}, 0);
        assertClose(view, new double[] {1, 2, 3, 4}, 0);
        target.muli(0);
        assertClose(state.array("x"), new double[] {1, 2, 3, 4}, 0);
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class, () -> state.copyTo("x", manager().zeros(new Shape(4))));
        assertTrue(e.getMessage().contains("(2, 2)") && e.getMessage().contains("(4)"), e.getMessage());
    }
}
