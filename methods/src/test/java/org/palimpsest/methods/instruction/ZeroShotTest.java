package org.palimpsest.methods.instruction;

import static org.testng.Assert.assertEquals;

import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.Test;

/** A network that nobody teaches. */
public class ZeroShotTest {
    @Test
    public void answersAsItCameAndKnowsOfTheClasses() {
        try (Workbench bench = new Workbench(new ZeroShot(), new NoOptions(), Workbench.Setup.linear(2, HeadKind.FULL, 4, 0.1))) {
            List<float[]> before = bench.weights();
            float[] predicted = bench.learner().predict(bench.images(TwoTasks.PIXELS[0])).toFloatArray();
            for (int t = 0; t < 2; t++) {
                bench.learner().learn(TwoTasks.task(bench, t), new Budget(3, 2, 0));
                assertEquals(bench.network().seenClasses(), 2 * t + 2);
            }
            for (int i = 0; i < before.size(); i++) {
                assertEquals(bench.weights().get(i), before.get(i));
            }
            assertEquals(bench.learner().predict(bench.images(TwoTasks.PIXELS[0])).toFloatArray(), predicted);
            assertEquals(bench.forwards(), List.of(5, 5), "two predictions, and nothing in training");
            assertEquals(bench.learner().memoryBytes(), 0);
        }
    }
}
