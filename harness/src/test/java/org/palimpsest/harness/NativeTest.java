package org.palimpsest.harness;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.palimpsest.harness.api.training.Optimiser;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

/** Gives every test method a manager of its own, which closes with all arrays that the test made. */
public abstract class NativeTest {
    private NDManager manager;

    @BeforeMethod(alwaysRun = true)
    public final void openManager() {
        Engine engine = Engine.getEngine("PyTorch");
        engine.setRandomSeed(20);
        JniUtils.setNumThreads(1);
        manager = engine.newBaseManager(Device.cpu());
    }

    @AfterMethod(alwaysRun = true)
    public final void closeManager() {
        manager.close();
    }

    protected final NDManager manager() {
        return manager;
    }

    protected static void seed(int seed) {
        Engine.getEngine("PyTorch").setRandomSeed(seed);
    }

    /** Unsigned bytes of any shape. */
    protected final NDArray bytes(Shape shape, int... values) {
        ByteBuffer buffer = manager.allocateDirect(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return manager.create(buffer.rewind(), shape, DataType.UINT8);
    }

    protected final NDArray floats(Shape shape, double... values) {
        return manager.create(narrow(values), shape);
    }

    protected static float[] narrow(double... values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    /** Computes a scalar while gradients are recorded, runs backwards from it and returns its value. */
    protected static float backward(Supplier<NDArray> loss) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = loss.get();
            collector.backward(value);
            return value.getFloat();
        }
    }

    /** As {@link #backward(Supplier)}; the gradients are the optimiser's. */
    protected static void backward(Optimiser optimiser, Supplier<NDArray> loss) {
        try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            optimiser.backward(loss.get());
        }
    }

    protected static void assertClose(NDArray actual, double[] expected, double tolerance) {
        assertClose(actual.toFloatArray(), expected, tolerance);
    }

    protected static void assertClose(float[] actual, double[] expected, double tolerance) {
        assertEquals(actual.length, expected.length, "number of values");
        for (int i = 0; i < expected.length; i++) {
            assertEquals(actual[i], expected[i], tolerance, "value " + i);
        }
    }
}
