package org.palimpsest.methods.fscil;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.State;
import org.palimpsest.methods.fscil.Prototypes.Order;
import org.palimpsest.methods.fscil.Prototypes.Role;
import org.testng.annotations.Test;

public class PrototypesTest extends NumericTest {
    private static final int COUNT = 5;
    private static final int WIDTH = 6;

    private Prototypes prototypes(Order order) {
        return new Prototypes(new TrickWeights(manager(), random()), manager(), random(), 3, COUNT,
                new Prototypes.Options(PrototypeDirections.Kind.ETF, order, Role.MEANS, WIDTH, 10, 1, 1));
    }

    /** Directions of rows that are assigned by index, which are the frame's own. */
    private List<double[]> frame() {
        Prototypes byIndex = prototypes(Order.INDEX);
        int[] all = IntStream.range(0, COUNT).toArray();
        byIndex.assign(all, List.of());
        return byIndex.of(all).stream().map(Optional::orElseThrow).toList();
    }

    @Test
    public void theLossIsHalfTheSquareOfWhatTheCosineLacks() {
        NDArray embeddings = doubles(new Shape(2, 2), 3, 4, 0, -2);
        NDArray targets = doubles(new Shape(2, 2), 1, 0, 0, 1);
        assertEquals(number(Prototypes.dotRegression(embeddings, targets)), (0.4 * 0.4 / 2 + 2 * 2 / 2.0) / 2, 1e-12);
    }

    @Test
    public void itsGradientIsThatOfItsDifferences() {
        NDArray targets = doubles(new Shape(3, 4), uneven(12)).normalize(2, 1);
        assertGradient(x -> Prototypes.dotRegression(x, targets), new Shape(3, 4), DataType.FLOAT64,
                IntStream.range(0, 12).mapToDouble(i -> uneven(30)[i + 15]).toArray());
    }

    @Test
    public void everyExampleIsDrawnToTheDirectionOfItsOwnClass() {
        Prototypes prototypes = prototypes(Order.INDEX);
        prototypes.assign(new int[] {0, 1, 2}, List.of());
        double[] second = frame().get(1);
        NDArray embedding = doubles(new Shape(1, WIDTH), second).toType(DataType.FLOAT32, true);
        assertEquals(number(prototypes.loss(embedding, new int[] {1})), 0, 1e-6);
        assertEquals(number(prototypes.loss(embedding, new int[] {2})), 10 * 1.25 * 1.25 / 2, 1e-5, "at cosine -1/4, times the weight");
    }

    /** Means near the directions 3, 0 and 4: a class gets the one that is free, and the next session what is left. */
    @Test
    public void classesGetTheFreeDirectionsThatAreNearestToTheirMeans() {
        List<double[]> frame = frame();
        Prototypes prototypes = prototypes(Order.HUNGARIAN);
        prototypes.assign(new int[] {0, 1}, List.of(near(frame.get(3)), near(frame.get(0))));
        assertDirections(prototypes, new int[] {0, 1}, frame, 3, 0);
        prototypes.assign(new int[] {2, 3, 4}, List.of(near(frame.get(3)), near(frame.get(4)), Optional.empty()));
        int[] last = {2, 3, 4};
        assertEquals(prototypes.of(last).get(1).orElseThrow(), frame.get(4));
        assertDirections(prototypes, new int[] {0, 1}, frame, 3, 0);
        List<double[]> others = new ArrayList<>(prototypes.of(new int[] {2, 4}).stream().map(Optional::orElseThrow).toList());
        assertTrue(others.stream().allMatch(o -> same(o, frame.get(1)) || same(o, frame.get(2))) && !same(others.get(0), others.get(1)));
    }

    private static boolean same(double[] a, double[] b) {
        return java.util.Arrays.equals(a, b);
    }

    private static Optional<double[]> near(double[] direction) {
        double[] mean = direction.clone();
        mean[0] += 0.1;
        mean[WIDTH - 1] -= 0.1;
        return Optional.of(mean);
    }

    private static void assertDirections(Prototypes prototypes, int[] rows, List<double[]> frame, int... expected) {
        for (int i = 0; i < rows.length; i++) {
            assertEquals(prototypes.of(rows).get(i).orElseThrow(), frame.get(expected[i]), "row " + rows[i]);
        }
    }

    @Test
    public void aSnapshotKnowsWhichDirectionsAreTaken() {
        Prototypes prototypes = prototypes(Order.HUNGARIAN);
        prototypes.assign(new int[] {0, 1}, List.of(near(frame().get(3)), near(frame().get(0))));
        State state = new State(manager());
        prototypes.save(state);
        Prototypes restored = prototypes(Order.HUNGARIAN);
        restored.load(state);
        assertDirections(restored, new int[] {0, 1}, frame(), 3, 0);
        restored.assign(new int[] {2}, List.of(near(frame().get(3))));
        assertTrue(!same(restored.of(new int[] {2}).get(0).orElseThrow(), frame().get(3)), "taken");
    }
}
