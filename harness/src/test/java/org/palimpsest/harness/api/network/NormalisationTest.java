package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

public class NormalisationTest extends NativeTest {
    private static final double[] MEAN = {0.5, 0.1, 0.9};
    private static final double[] SD = {0.25, 1, 0.05};
    private static final int[] PIXELS = {0, 255, 17, 128, 3, 200, 255, 1, 90, 45, 0, 254};

    @Test
    public void subtractsTheMeanAndDividesByTheDeviationOfEachChannel() {
        NDArray out = new Normalisation(manager(), DataType.UINT8, MEAN, SD).apply(bytes(new Shape(2, 3, 1, 2), PIXELS));
        double[] expected = new double[12];
        for (int i = 0; i < 12; i++) {
            int channel = i / 2 % 3;
            expected[i] = (PIXELS[i] / 255.0 - MEAN[channel]) / SD[channel];
        }
        assertEquals(out.getShape(), new Shape(2, 3, 1, 2));
        assertEquals(out.getDataType(), DataType.FLOAT32);
        assertClose(out, expected, 2e-6);
    }

    @Test
    public void leavesExamplesThatAreStoredAsFloatsAsTheyWere() {
        NDArray stored = floats(new Shape(1, 3, 1, 1), 10, 20, 30);
        Normalisation normalisation = new Normalisation(manager(), DataType.UINT8, MEAN, SD);
        float[] once = normalisation.apply(stored).toFloatArray();
        assertClose(stored, new double[] {10, 20, 30}, 0);
        assertEquals(normalisation.apply(stored).toFloatArray(), once);
    }

    @Test
    public void featuresAreNotDividedByTheLargestPixel() {
        Normalisation normalisation = new Normalisation(manager(), DataType.FLOAT32, new double[] {1, -2}, new double[] {0.5, 4});
        NDArray out = normalisation.apply(manager().create(new float[] {2, 2, 1, -2}, new Shape(2, 2, 1, 1)));
        assertEquals(out.toFloatArray(), new float[] {2, 1, 0, 0}, 1e-6f);
    }
}
