package org.palimpsest.methods.fscil;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.methods.fscil.Rotation.Turns;
import org.testng.annotations.Test;

public class RotationTest extends NumericTest {
    private Rotation rotation(Turns turns, double weight) {
        return new Rotation(new TrickWeights(manager(), random()), 3, new Rotation.Options(weight, turns));
    }

    private Batch five() {
        int[] pixels = new int[20];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i;
        }
        return new Batch(bytes(new Shape(5, 1, 2, 2), pixels), new int[] {9, 8, 7, 6, 5});
    }

    @Test
    public void everyImageIsShownInAllFourTurns() {
        Batch turned = rotation(Turns.ALL, 1).turned(five());
        assertEquals(turned.size(), 20);
        assertEquals(turned.hostLabels(), new int[] {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3});
        assertEquals(turned.examples().get("5").toUint8Array(), new int[] {1, 3, 0, 2});
        assertEquals(turned.examples().get("19").toUint8Array(), new int[] {18, 16, 19, 17});
    }

    @Test
    public void orInOneOfThemEach() {
        Batch turned = rotation(Turns.ONE, 1).turned(five());
        assertEquals(turned.hostLabels(), new int[] {0, 0, 1, 2, 3});
        assertEquals(turned.examples().get("1").toUint8Array(), new int[] {16, 17, 18, 19});
        assertEquals(turned.examples().get("2").toUint8Array(), new int[] {5, 7, 4, 6});
        Batch two = five().select(0, 1);
        assertEquals(rotation(Turns.ONE, 1).turned(two).hostLabels(), new int[] {0, 1}, "a batch smaller than the turns");
    }

    @Test
    public void theLossIsCrossEntropyOverTheTurnsTimesItsWeight() {
        Batch turned = new Batch(bytes(new Shape(2, 1, 1, 1), 0, 0), new int[] {3, 1});
        NDArray zeros = manager().zeros(new Shape(2, 3));
        TrickWeights weights = new TrickWeights(manager(), random());
        Rotation rotation = new Rotation(weights, 3, new Rotation.Options(0.5, Turns.ALL));
        double[] bias = new double[4];
        double sum = 0;
        for (int c = 0; c < 4; c++) {
            bias[c] = weights.all().get(1).getArray().getFloat(c);
            sum += Math.exp(bias[c]);
        }
        assertEquals(number(rotation.loss(zeros, turned)), 0.5 * (Math.log(sum) - (bias[3] + bias[1]) / 2), 1e-6);
        assertGradient(x -> rotation.loss(x, turned), new Shape(2, 3), DataType.FLOAT32, uneven(6));
    }
}
