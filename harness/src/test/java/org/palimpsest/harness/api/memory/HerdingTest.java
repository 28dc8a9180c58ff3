package org.palimpsest.harness.api.memory;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.testng.annotations.Test;

/** Herding, and the set of exemplars that it fills. */
public class HerdingTest extends NativeTest {
    /** The definition, with nothing rearranged. */
    private static int[] byDefinition(double[][] x, int count) {
        int d = x[0].length;
        double[] mean = new double[d];
        for (double[] row : x) {
            for (int j = 0; j < d; j++) {
                mean[j] += row[j] / x.length;
            }
        }
        double[] sum = new double[d];
        boolean[] picked = new boolean[x.length];
        int[] order = new int[count];
        for (int k = 1; k <= count; k++) {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < x.length; i++) {
                double distance = 0;
                for (int j = 0; j < d; j++) {
                    distance += Math.pow(mean[j] - (x[i][j] + sum[j]) / k, 2);
                }
                if (!picked[i] && distance < least) {
                    best = i;
                    least = distance;
                }
            }
            picked[best] = true;
            order[k - 1] = best;
            for (int j = 0; j < d; j++) {
                sum[j] += x[best][j];
            }
        }
        return order;
    }

    private double[][] rows(int n, int d) {
        Random random = new Random(5);
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
            Arrays.setAll(row, j -> (float) (random.nextGaussian() + j % 3));
        }
        return rows;
    }

    private NDArray array(double[][] rows) {
        return floats(new Shape(rows.length, rows[0].length), Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    }

    @Test
    public void picksWhatBringsTheMeanOfThePickedClosestToTheMeanOfAll() {
        double[][] rows = rows(60, 7);
        int[] all = Herding.select(array(rows), 60);
        assertEquals(all, byDefinition(rows, 60));
        assertEquals(Herding.select(array(rows), 9), Arrays.copyOf(all, 9), "the first picks do not depend on their number");
        assertEquals(Herding.select(array(rows), 99).length, 60);
    }

    @Test
    public void aLargeClassIsHerdedInTheSameWay() {
        double[][] rows = rows(8200, 3);
        assertEquals(Herding.select(array(rows), 4), byDefinition(rows, 4));
    }

    private Batch batch(NDManager manager, int label, int... numbers) {
        ByteBuffer pixels = manager.allocateDirect(numbers.length);
        for (int number : numbers) {
            pixels.put((byte) number);
        }
        int[] labels = new int[numbers.length];
        Arrays.fill(labels, label);
        return new Batch(manager.create(pixels.rewind(), new Shape(numbers.length, 1, 1, 1), DataType.UINT8), labels);
    }

    @Test
    public void exemplarsAreDroppedFromTheEndAndTheirRoomIsUsedAgain() throws IOException {
        Memories memories = new Memories(manager(), new Randomness(1));
        ExemplarSet set = memories.exemplars(5);
        assertEquals(set.all().size(), 0);
        set.add(1, batch(manager(), 1, 10, 11, 12));
        set.add(0, batch(manager(), 0, 20, 21));
        assertThrows(IllegalArgumentException.class, () -> set.add(2, batch(manager(), 2, 30)));
        set.reduce(1);
        assertEquals(set.size(), 2);
        set.add(2, batch(manager(), 2, 30, 31));
        Batch all = set.all().batch(manager(), 0, 1, 2, 3);
        assertEquals(all.examples().toUint8Array(), new int[] {20, 10, 30, 31});
        assertEquals(all.hostLabels(), new int[] {0, 1, 2, 2});
        assertEquals(memories.bytes(), 5 * (1 + 4));

        State state = new State(manager());
        set.save(state);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.write(out);
        ExemplarSet restored = new Memories(manager(), new Randomness(1)).exemplars(5);
        restored.load(State.read(manager(), new ByteArrayInputStream(out.toByteArray())));
        for (ExemplarSet one : new ExemplarSet[] {set, restored}) {
            one.add(3, batch(manager(), 3, 40));
            one.reduce(1);
            assertEquals(one.all().batch(manager(), 0, 1, 2, 3).examples().toUint8Array(), new int[] {20, 10, 30, 40});
            assertEquals(one.size(2), 1);
        }
    }
}
