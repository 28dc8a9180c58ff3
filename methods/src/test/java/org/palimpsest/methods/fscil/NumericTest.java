package org.palimpsest.methods.fscil;

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
import java.util.function.Function;
import org.palimpsest.harness.api.Randomness;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

/** Gives every test a manager of its own, and checks gradients by differences. */
abstract class NumericTest {
    private NDManager manager;

    @BeforeMethod
    public final void openManager() {
        Engine engine = Engine.getEngine("PyTorch");
        engine.setRandomSeed(8);
        JniUtils.setNumThreads(1);
        manager = engine.newBaseManager(Device.cpu());
    }

    @AfterMethod
    public final void closeManager() {
        manager.close();
    }

    final NDManager manager() {
        return manager;
    }

    static Randomness random() {
        return new Randomness(4);
    }

    final NDArray doubles(Shape shape, double... values) {
        return manager.create(values, shape);
    }

    final NDArray labels(long... values) {
        return manager.create(values);
    }

    /** Unsigned bytes. */
    final NDArray bytes(Shape shape, int... values) {
        ByteBuffer buffer = manager.allocateDirect(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return manager.create(buffer.rewind(), shape, DataType.UINT8);
    }

    /** Numbers that are neither regular nor random, of either sign. */
    static double[] uneven(int n) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.sin(1.7 * i + 0.3) + 0.2 * Math.cos(0.9 * i * i);
        }
        return values;
    }

    static double number(NDArray scalar) {
        return scalar.toType(DataType.FLOAT64, true).getDouble();
    }

    /** The gradient of a loss against central differences in every coordinate, in the precision of the input. */
    final void assertGradient(Function<NDArray, NDArray> loss, Shape shape, DataType type, double[] at) {
        double step = type == DataType.FLOAT64 ? 1e-5 : 1e-2;
        double tolerance = type == DataType.FLOAT64 ? 1e-7 : 2e-3;
        NDArray x = doubles(shape, at).toType(type, true);
        x.setRequiresGradient(true);
        try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            recording.backward(loss.apply(x));
        }
        double[] gradient = x.getGradient().toType(DataType.FLOAT64, true).toDoubleArray();
        double largest = 0;
        for (int i = 0; i < at.length; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += step;
            down[i] -= step;
            double difference = number(loss.apply(doubles(shape, up).toType(type, true)))
                    - number(loss.apply(doubles(shape, down).toType(type, true)));
            assertEquals(gradient[i], difference / (2 * step), tolerance, "coordinate " + i);
            largest = Math.max(largest, Math.abs(gradient[i]));
        }
        assertEquals(largest > 10 * tolerance, true, "a gradient that is not nothing, " + largest);
    }
}
