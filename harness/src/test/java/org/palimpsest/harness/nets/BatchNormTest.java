package org.palimpsest.harness.nets;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

public class BatchNormTest extends NativeTest {
    private static final Shape SHAPE = new Shape(2, 1, 1, 2);
    private static final double[] INPUT = {1, 3, 7, 13};
    private static final double MEAN = 6;
    private static final double SQUARES = 25 + 9 + 1 + 49;

    private NDArray forward(Block block, boolean training) {
        return block.forward(new ParameterStore(manager(), false), new NDList(floats(SHAPE, INPUT)), training).singletonOrThrow();
    }

    private Block block() {
        Block block = Layers.batchNorm();
        block.initialize(manager(), DataType.FLOAT32, SHAPE);
        return block;
    }

    private static double statistic(Block block, String name) {
        return block.getParameters().get(name).getArray().getFloat(0);
    }

    private static double[] normalised(double mean, double variance) {
        double[] out = new double[4];
        for (int i = 0; i < 4; i++) {
            out[i] = (INPUT[i] - mean) / Math.sqrt(variance + 1e-5);
        }
        return out;
    }

    @Test
    public void trainingUsesTheBatchAndMovesTheRunningStatisticsByATenth() {
        Block block = block();
        assertClose(forward(block, true), normalised(MEAN, SQUARES / 4), 1e-5);
        // the running variance takes the unbiased estimate, as in PyTorch
        assertEquals(statistic(block, "runningMean"), 0.1 * MEAN, 1e-6);
        assertEquals(statistic(block, "runningVar"), 0.9 + 0.1 * SQUARES / 3, 1e-5);
        forward(block, true);
        assertEquals(statistic(block, "runningMean"), 0.19 * MEAN, 1e-6);
        assertEquals(statistic(block, "runningVar"), 0.81 + 0.19 * SQUARES / 3, 1e-5);
    }

    @Test
    public void evaluationUsesTheRunningStatisticsAndLeavesThemAlone() {
        Block block = block();
        forward(block, true);
        double[] expected = normalised(0.1 * MEAN, 0.9 + 0.1 * SQUARES / 3);
        assertClose(forward(block, false), expected, 1e-5);
        assertClose(forward(block, false), expected, 1e-5);
        assertEquals(statistic(block, "runningMean"), 0.1 * MEAN, 1e-6);
    }
}
