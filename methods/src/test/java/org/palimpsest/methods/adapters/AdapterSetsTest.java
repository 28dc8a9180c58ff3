package org.palimpsest.methods.adapters;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.Test;

/** Sets of adapters are copied in and out of the arrays that are trained. */
public class AdapterSetsTest {
    private static Workbench bench() {
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[] {6, 5}, HeadKind.GROWING, 4, Workbench.Setup.sgd(0.1, 0.9), 5);
        return new Workbench(new SequentialLora(), new LoraOptions(2, 2, 0, List.of("Projection1", "Projection2"), false), setup,
                Workbench.openLayers(setup));
    }

    private static String marks(Workbench bench) {
        return bench.weights().stream().map(Arrays::toString).toList().toString();
    }

    private static void learn(Workbench bench, int task) {
        bench.learner().learn(TwoTasks.task(bench, task), new Budget(2, 2, 0));
    }

    @Test
    public void eachSetIsWhatItWasWhenItWasKept() {
        try (Workbench bench = bench(); AdapterSets sets = new AdapterSets(bench.network())) {
            NDArray live = bench.network().parameters().get(0).getArray();
            assertEquals(sets.current(), -1);
            sets.add();
            learn(bench, 0);
            String first = marks(bench);
            sets.keep();
            sets.add();
            learn(bench, 1);
            String second = marks(bench);
            assertNotEquals(second, first);
            sets.keep();
            assertEquals(bench.network().outputs(), 4);
            sets.use(0);
            assertEquals(marks(bench), first);
            assertEquals(bench.network().outputs(), 2, "a set knows the classes that it had seen");
            sets.use(1);
            assertEquals(marks(bench), second);
            assertEquals(bench.network().outputs(), 4);
            assertSame(bench.network().parameters().get(0).getArray(), live);
            assertEquals(sets.bytes(), 4L * bench.weights().stream().mapToInt(w -> w.length).sum());
        }
    }

    @Test
    public void whatIsNotKeptIsLost() {
        try (Workbench bench = bench(); AdapterSets sets = new AdapterSets(bench.network())) {
            sets.add();
            String start = marks(bench);
            sets.add();
            learn(bench, 0);
            sets.use(1);
            assertNotEquals(marks(bench), start, "it is there already");
            sets.use(0);
            sets.use(1);
            assertEquals(marks(bench), start);
        }
    }

    @Test
    public void aSnapshotHoldsThemAll() throws IOException {
        try (Workbench bench = bench(); AdapterSets sets = new AdapterSets(bench.network()); AdapterSets others = new AdapterSets(bench.network())) {
            copy(bench, sets, others);
            assertEquals(others.count(), 0);
            assertEquals(others.current(), -1);
            learn(bench, 0);
            sets.add();
            String first = marks(bench);
            learn(bench, 1);
            sets.add();
            String second = marks(bench);
            copy(bench, sets, others);
            copy(bench, sets, others);
            assertEquals(others.count(), 2);
            assertEquals(others.current(), 1);
            others.use(0);
            assertEquals(marks(bench), first);
            assertEquals(bench.network().outputs(), 2);
            others.use(1);
            assertEquals(marks(bench), second);
        }
    }

    private static void copy(Workbench bench, AdapterSets from, AdapterSets to) throws IOException {
        try (NDManager scratch = bench.manager().newSubManager()) {
            State state = new State(scratch);
            from.save(state);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            state.write(out);
            to.load(State.read(scratch, new ByteArrayInputStream(out.toByteArray())));
        }
    }
}
