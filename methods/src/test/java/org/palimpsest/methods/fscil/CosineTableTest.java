package org.palimpsest.methods.fscil;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.Losses;
import org.testng.annotations.Test;

public class CosineTableTest extends NumericTest {
    private static Optional<double[]> vector(double... values) {
        return Optional.of(values);
    }

    private CosineTable table(PseudoClasses versions, int classes) {
        return new CosineTable(new TrickWeights(manager(), random()), manager(), classes, versions, 2, 16);
    }

    @Test
    public void scoresAreCosinesTimesTheScaleForTheFirstClasses() {
        CosineTable table = table(PseudoClasses.UPRIGHT, 3);
        table.put(new int[] {0, 1}, List.of(vector(3, 4), vector(0, -2)));
        NDArray logits = table.logits(doubles(new Shape(1, 2), 10, 0).toType(DataType.FLOAT32, true), 2);
        assertEquals(logits.getShape(), new Shape(1, 2));
        assertEquals(logits.getFloat(0, 0), 9.6, 1e-5);
        assertEquals(logits.getFloat(0, 1), 0, 1e-5);
        assertEquals(table.logits(manager().zeros(new Shape(4, 2)), 0).getShape(), new Shape(4, 0), "nothing is known yet");
    }

    /** Pseudo-class (class 0, version 0) is row 0, (0, 1) row 1, (1, 0) row 2, (1, 1) row 3. */
    @Test
    public void aClassHasTheMeanScoreOfItsVersionsEachFromTheImageChangedSo() {
        CosineTable table = table(PseudoClasses.ROTATION2, 2);
        table.put(PseudoClasses.ROTATION2.rows(0, 1), List.of(vector(1, 0), vector(0, 1), vector(-1, 0), vector(3, 4)));
        // one image: its embedding is (1, 0) as it is and (0, 1) upside down; another's are (0.8, 0.6) and (0.6, 0.8)
        NDArray both = doubles(new Shape(2, 4), 1, 0, 0, 1, 0.8, 0.6, 0.6, 0.8).toType(DataType.FLOAT32, true);
        float[] scores = table.scores(both, 2).toFloatArray();
        double[] expected = {16 * (1 + 1) / 2.0, 16 * (-1 + 0.8) / 2, 16 * (0.8 + 0.8) / 2, 16 * (-0.8 + 1) / 2};
        for (int i = 0; i < 4; i++) {
            assertEquals(scores[i], expected[i], 1e-5);
        }
    }

    @Test
    public void aClassWithoutAVectorIsNeverTheAnswer() {
        CosineTable table = table(PseudoClasses.UPRIGHT, 2);
        table.put(new int[] {0, 1}, List.of(vector(1, 0), Optional.empty()));
        NDArray opposite = doubles(new Shape(1, 2), -1, 0).toType(DataType.FLOAT32, true);
        assertEquals(table.scores(opposite, 2).argMax(1).getLong(0), 0);
        assertTrue(table.scores(opposite, 2).getFloat(0, 1) < -1e8);
        table.put(new int[] {1}, List.of(vector(-1, 0)));
        assertEquals(table.scores(opposite, 2).argMax(1).getLong(0), 1, "until it has one");
    }

    @Test
    public void theGradientOfItsCrossEntropyIsThatOfTheDifferences() {
        CosineTable table = table(PseudoClasses.UPRIGHT, 3);
        assertGradient(x -> Losses.crossEntropy(table.logits(x, 3), labels(2, 0)), new Shape(2, 2), DataType.FLOAT32,
                new double[] {4, 3, -2, 5});
    }
}
