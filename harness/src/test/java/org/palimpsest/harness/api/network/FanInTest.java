package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

public class FanInTest extends NativeTest {
    @Test
    public void drawsUniformlyWithinOneOverTheRootOfTheFanIn() {
        int n = 100_000;
        double bound = 0.2;
        float[] values = FanIn.of(25).initialize(manager(), new Shape(n), DataType.FLOAT32).toFloatArray();
        int[] tenths = new int[10];
        for (float value : values) {
            assertTrue(Math.abs(value) <= bound + 1e-6, "value " + value);
            tenths[Math.min(9, (int) ((value + bound) / (2 * bound) * 10))]++;
        }
        double chiSquare = 0;
        for (int count : tenths) {
            chiSquare += Math.pow(count - n / 10.0, 2) / (n / 10.0);
        }
        // 9 degrees of freedom: exceeded once in 10,000 seeds
        assertTrue(chiSquare < 33.7, "chi-square " + chiSquare);
    }

    @Test
    public void givesALayersWeightAndBiasTheSameBound() {
        Linear layer = FanIn.apply(Linear.builder().setUnits(400).build(), 4);
        layer.initialize(manager(), DataType.FLOAT32, new Shape(1, 4));
        for (Parameter parameter : layer.getParameters().values()) {
            double largest = parameter.getArray().abs().max().getFloat();
            assertTrue(largest <= 0.5, parameter.getName() + " " + largest);
            assertTrue(largest > 0.49, parameter.getName() + " " + largest);
        }
        assertEquals(layer.getParameters().size(), 2);
    }
}
