package org.palimpsest.methods.control;

import static org.testng.Assert.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.testng.annotations.Test;

public class DqnTest {
    /** Differences -3, -0.5, 0, 0.25 and 2: 2.5, 0.125, 0, 0.03125 and 1.5; its slope is the difference, cut off at 1. */
    @Test
    public void theHuberLossIsSquareNearZeroAndStraightBeyondOne() {
        try (NDManager manager = NDManager.newBaseManager(null, "PyTorch")) {
            NDArray differences = manager.create(new float[] {-3, -0.5f, 0, 0.25f, 2}, new Shape(5));
            differences.setRequiresGradient(true);
            try (GradientCollector recording = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray loss = new ScalarValues(1, false).losses(differences).mean();
                assertEquals(loss.getFloat(), (2.5f + 0.125f + 0.03125f + 1.5f) / 5, 1e-6f);
                recording.backward(loss);
            }
            float[] slopes = differences.getGradient().toFloatArray();
            float[] expected = {-1, -0.5f, 0, 0.25f, 1};
            for (int i = 0; i < slopes.length; i++) {
                assertEquals(slopes[i], expected[i] / 5, 1e-6f, "slope " + i);
            }
        }
    }
}
