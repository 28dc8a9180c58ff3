package org.palimpsest.harness.api.training;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Images;
import org.palimpsest.harness.api.TrainingSet;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.testng.annotations.Test;

/** Training without labels: values of transitions are learned from what followed them, as an agent does. */
public class StepsTest extends NativeTest {
    private static final int SIZE = 12;
    private final List<String> log = new ArrayList<>();

    /** A state and what it was worth. */
    private record Transitions(NDArray states, NDArray returns) {}

    /** The sum of the four pixels, in tens, is what a state is worth. */
    private final class Experience implements TrainingSet<Transitions> {
        private final int[] pixels = new int[4 * SIZE];

        Experience() {
            Arrays.setAll(pixels, i -> i * 7 % 10);
        }

        @Override
        public int size() {
            return SIZE;
        }

        @Override
        public int[] order(int epoch) {
            int[] order = new int[SIZE];
            Arrays.setAll(order, i -> (5 * i + epoch) % SIZE);
            return order;
        }

        @Override
        public Transitions batch(NDManager manager, int[] order, int from, int to) {
            byte[] states = new byte[4 * (to - from)];
            float[] returns = new float[to - from];
            for (int i = 0; i < returns.length; i++) {
                for (int p = 0; p < 4; p++) {
                    states[4 * i + p] = (byte) pixels[4 * order[from + i] + p];
                    returns[i] += states[4 * i + p] / 10f;
                }
            }
            return new Transitions(manager.create(states, new Shape(returns.length, 1, 2, 2)), manager.create(returns));
        }
    }

    /** Counts the calls, and doubles the loss. */
    private final class Doubling implements AddOn {
        @Override
        public void beforeTask(int task) {
            log.add("before " + task);
        }

        @Override
        public NDArray loss(NDArray loss) {
            return loss.mul(2f);
        }

        @Override
        public void afterSteps(int task) {
            log.add("steps over " + task);
        }

        @Override
        public void afterTask(int task) {
            log.add("after " + task);
        }
    }

    private Steps steps(Set<AddOn> addOns, double lr) {
        seed(4);
        Network network = Images.linear(manager(), HeadKind.FULL, 1);
        Optimiser optimiser = new Optimiser(manager(), network.parameters(), new OptimiserOptions(Rule.SGD, lr, 0, 0));
        return new Steps(manager(), network, optimiser, addOns, (step, examples) -> log.add(step + "/" + examples));
    }

    private static NDArray loss(Steps steps, Transitions batch) {
        return steps.network().logits(batch.states()).squeeze(1).sub(batch.returns()).square().mean();
    }

    private void learn(Steps steps, int passes) {
        steps.begin(3);
        steps.passes(new Experience(), new Budget(passes, 5, 0), batch -> {
            steps.step(() -> loss(steps, batch), () -> {});
            steps.stepDone((int) batch.returns().size());
        });
        steps.end(3);
    }

    private float error(Steps steps) {
        try (NDManager scratch = manager().newSubManager()) {
            Transitions all = new Experience().batch(scratch, new Experience().order(0), 0, SIZE);
            return loss(steps, all).getFloat();
        }
    }

    @Test
    public void aLearnerWithoutLabelsTrainsWithItsOwnBatches() {
        Steps steps = steps(Set.of(), 0.005);
        float before = error(steps);
        learn(steps, 100);
        assertTrue(error(steps) < 0.05 * before, error(steps) + " of " + before);
    }

    @Test
    public void addOnsSeeItsTasksAndLosses() {
        log.clear();
        Steps doubled = steps(Set.of(new Doubling()), 0.001);
        learn(doubled, 1);
        assertEquals(log, List.of("before 3", "1/5", "2/5", "3/2", "steps over 3", "after 3"));
        Steps twice = steps(Set.of(), 0.002);
        learn(twice, 1);
        double[] expected = new double[4];
        Arrays.setAll(expected, i -> Images.parameter(twice.network(), 0)[i]);
        assertClose(Images.parameter(doubled.network(), 0), expected, 1e-6);
    }
}
