package org.palimpsest.harness.api.image;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Randomness;
import org.testng.annotations.Test;

public class CutMixTest extends NativeTest {
    private static final int SIDE = 8;

    /** Images of one value each, 10 (i + 1) in all channels. */
    private Batch batch(int n) {
        ByteBuffer pixels = manager().allocateDirect(n * 3 * SIDE * SIDE);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i;
            for (int p = 0; p < 3 * SIDE * SIDE; p++) {
                pixels.put((byte) (10 * (i + 1)));
            }
        }
        return new Batch(manager().create(pixels.rewind(), new Shape(n, 3, SIDE, SIDE), DataType.UINT8), labels);
    }

    /** The pixels of each image tell what was pasted into it and how much: labels and shares must say the same. */
    @Test
    public void labelsAndSharesSayWhatIsInTheImages() {
        double share = 0;
        for (int seed = 0; seed < 200; seed++) {
            CutMix.Mixed mixed = CutMix.mix(batch(4), 1, new Randomness(seed).get("cutmix"));
            int[] pixels = mixed.batch().examples().toUint8Array();
            int[] pasted = mixed.pasted().hostLabels();
            for (int i = 0; i < 4; i++) {
                int own = 0;
                for (int p = 0; p < 3 * SIDE * SIDE; p++) {
                    int value = pixels[i * 3 * SIDE * SIDE + p];
                    assertTrue(value == 10 * (i + 1) || value == 10 * (pasted[i] + 1), "pixel of neither image");
                    own += value == 10 * (i + 1) ? 1 : 0;
                }
                if (pasted[i] != i) {
                    assertEquals((double) own / (3 * SIDE * SIDE), mixed.share(), 1e-9);
                }
            }
            share += mixed.share() / 200;
        }
        // the area is uniform on (0, 1) before the rectangle is cut off at the border, so that more than half stays on average
        assertTrue(share > 0.5 && share < 0.8, "mean share " + share);
    }

    @Test
    public void theLossIsWeightedByArea() {
        Batch pasted = new Batch(floats(new Shape(1, 1), 0), new int[] {1});
        CutMix.Mixed mixed = new CutMix.Mixed(new Batch(floats(new Shape(1, 1), 0), new int[] {3}), pasted, 0.25);
        NDArray loss = mixed.loss(batch -> batch.labels().toType(DataType.FLOAT32, true).sum());
        assertEquals(loss.toType(DataType.FLOAT32, true).getFloat(), 0.25 * 3 + 0.75 * 1, 1e-6);
    }

    @Test
    public void leavesTheBatchAloneAsOftenAsItIsTold() {
        int mixed = 0;
        Batch batch = batch(2);
        for (int seed = 0; seed < 400; seed++) {
            mixed += CutMix.mix(batch, 0.3, new Randomness(seed).get("cutmix")).batch() == batch ? 0 : 1;
        }
        assertEquals(mixed, 120, 5 * Math.sqrt(400 * 0.3 * 0.7));
        Batch features = new Batch(floats(new Shape(1, 2), 1, 2), new int[] {0});
        assertSame(CutMix.mix(features, 1, new Randomness(1).get("cutmix")).batch(), features);
    }
}
