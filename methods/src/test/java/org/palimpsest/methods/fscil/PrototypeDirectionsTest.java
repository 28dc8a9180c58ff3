package org.palimpsest.methods.fscil;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.apache.commons.rng.UniformRandomProvider;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PrototypeDirectionsTest extends NumericTest {
    private static UniformRandomProvider draw(long key) {
        return random().get("test", key);
    }

    private static float[] gram(NDArray rows) {
        return rows.matMul(rows.transpose()).toFloatArray();
    }

    private static void assertSimplex(NDArray rows, int count, double tolerance) {
        float[] gram = gram(rows);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                assertEquals(gram[i * count + j], i == j ? 1 : -1.0 / (count - 1), tolerance, i + ", " + j);
            }
        }
    }

    @DataProvider
    public Object[][] sizes() {
        return new Object[][] {{2, 2}, {4, 4}, {4, 9}, {30, 64}};
    }

    @Test(dataProvider = "sizes")
    public void anyTwoDirectionsOfASimplexHaveTheSameAngle(int count, int width) {
        NDArray frame = PrototypeDirections.etf(manager(), count, width, draw(1));
        assertEquals(frame.getShape(), new Shape(count, width));
        assertSimplex(frame, count, 1e-5);
        assertNotEquals(PrototypeDirections.etf(manager(), count, width, draw(2)).toFloatArray(), frame.toFloatArray(), "it is turned at random");
        assertEquals(PrototypeDirections.etf(manager(), count, width, draw(1)).toFloatArray(), frame.toFloatArray());
    }

    @Test
    public void aSimplexWithTooFewDimensionsIsRefused() {
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class, () -> PrototypeDirections.etf(manager(), 5, 4, draw(1)));
        assertTrue(e.getMessage().startsWith("too few dimensions for the frame: a simplex of 5 prototypes needs a width of 5 or more, this one is 4"),
                e.getMessage());
    }

    /** Where there is room, nothing is farther apart than a simplex. */
    @Test
    public void directionsThatAreDrivenApartEndAsASimplexWhereThereIsRoom() {
        assertSimplex(PrototypeDirections.optimised(manager(), 4, 6, 1, 200, draw(3)), 4, 1e-3);
    }

    /**
     * 24 directions in 6 dimensions. Measured over five draws: the largest cosine of two falls from 0.85 to 0.92 at random to 0.48 (t = 1, 1000
     * steps) and 0.34 (t = 0.1, 300 steps).
     */
    @Test
    public void directionsAreDrivenApartWhereThereAreMoreThanDimensions() {
        double random = largestCosine(PrototypeDirections.optimised(manager(), 24, 6, 1, 0, draw(5)), 24);
        double even = largestCosine(PrototypeDirections.optimised(manager(), 24, 6, 1, 1000, draw(5)), 24);
        double nearest = largestCosine(PrototypeDirections.optimised(manager(), 24, 6, 0.1, 300, draw(5)), 24);
        assertTrue(random > 0.8 && even < 0.55 && nearest < 0.4, random + ", " + even + ", " + nearest);
    }

    private static double largestCosine(NDArray rows, int count) {
        float[] gram = gram(rows);
        double largest = -1;
        for (int i = 0; i < count; i++) {
            assertEquals(gram[i * count + i], 1, 1e-5);
            for (int j = 0; j < i; j++) {
                largest = Math.max(largest, gram[i * count + j]);
            }
        }
        return largest;
    }
}
