package org.palimpsest.methods.adapters;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.function.Function;
import org.palimpsest.harness.api.network.Adapter;
import org.palimpsest.harness.api.network.Projection;

/** A layer from 3 to 4 with an adapter beside it, for examples of two positions, and the same in doubles. */
public final class LayerBench implements AutoCloseable {
    public static final int INPUTS = 3;
    public static final int OUTPUTS = 4;
    private static final Shape INPUT = new Shape(2, 2, INPUTS);
    private static final double[][] X = {{1, -2, 0.5}, {0.3, 0.7, -1}, {-0.4, 1.5, 2}, {0.9, -0.1, 0.2}};

    private final NDManager manager;
    private final Projection layer = new Projection(INPUTS, OUTPUTS, true);

    public LayerBench(Function<Projection, Adapter> maker) {
        Engine engine = Engine.getEngine("PyTorch");
        JniUtils.setNumThreads(1);
        engine.setRandomSeed(3);
        manager = engine.newBaseManager(Device.cpu());
        layer.adapt(maker.apply(layer));
        layer.initialize(manager, DataType.FLOAT32, INPUT);
    }

    public NDManager manager() {
        return manager;
    }

    public Projection layer() {
        return layer;
    }

    /** The inputs, position by position. */
    public static double[][] inputs() {
        return X;
    }

    /** Overwrites a parameter with sin(start), sin(start + 1) ... and returns them as rows. */
    public static double[][] fill(Parameter parameter, int start) {
        int columns = (int) parameter.getShape().get(1);
        double[][] rows = new double[(int) parameter.getShape().get(0)][columns];
        float[] values = new float[rows.length * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(start + i);
            rows[i / columns][i % columns] = values[i];
        }
        set(parameter, values);
        return rows;
    }

    private static void set(Parameter parameter, float[] values) {
        NDArray array = parameter.getArray();
        try (NDArray given = array.getManager().create(values, array.getShape())) {
            array.set(new NDIndex(":"), given);
        }
    }

    /** What the layer gives, position by position. */
    public double[][] outputs(boolean training) {
        float[] y = forward(training).toFloatArray();
        double[][] rows = new double[X.length][OUTPUTS];
        for (int i = 0; i < y.length; i++) {
            rows[i / OUTPUTS][i % OUTPUTS] = y[i];
        }
        return rows;
    }

    private NDArray forward(boolean training) {
        float[] x = new float[X.length * INPUTS];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) X[i / INPUTS][i % INPUTS];
        }
        return layer.forward(new ParameterStore(manager, false), new NDList(manager.create(x, INPUT)), training).singletonOrThrow();
    }

    /** W x + b of a position. */
    public double[] plain(double[] x) {
        float[] w = layer.weight().getArray().toFloatArray();
        float[] b = layer.getDirectParameters().get("bias").getArray().toFloatArray();
        double[] y = new double[OUTPUTS];
        for (int o = 0; o < OUTPUTS; o++) {
            y[o] = b[o];
            for (int i = 0; i < INPUTS; i++) {
                y[o] += w[o * INPUTS + i] * x[i];
            }
        }
        return y;
    }

    /** A matrix times a vector. */
    public static double[] times(double[][] matrix, double[] x) {
        double[] y = new double[matrix.length];
        for (int r = 0; r < y.length; r++) {
            for (int c = 0; c < x.length; c++) {
                y[r] += matrix[r][c] * x[c];
            }
        }
        return y;
    }

    /** The largest difference between the gradient of the sum of squared outputs by a parameter and its central differences, over the largest gradient. */
    public double gradientError(Parameter parameter) {
        layer.getParameters().values().forEach(p -> JniUtils.zeroGrad((PtNDArray) p.getArray()));
        try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            recording.backward(forward(true).square().sum());
        }
        float[] gradient = parameter.getArray().getGradient().toFloatArray();
        float[] values = parameter.getArray().toFloatArray();
        double largest = 0;
        double error = 0;
        for (int i = 0; i < values.length; i++) {
            double numeric = (energy(parameter, values, i, 1e-2f) - energy(parameter, values, i, -1e-2f)) / 2e-2;
            error = Math.max(error, Math.abs(gradient[i] - numeric));
            largest = Math.max(largest, Math.abs(numeric));
        }
        set(parameter, values);
        return error / largest;
    }

    private double energy(Parameter parameter, float[] values, int i, float step) {
        float[] moved = values.clone();
        moved[i] += step;
        set(parameter, moved);
        double sum = 0;
        for (double[] row : outputs(true)) {
            for (double y : row) {
                sum += y * y;
            }
        }
        return sum;
    }

    @Override
    public void close() {
        manager.close();
    }
}
