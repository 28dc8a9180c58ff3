package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Images;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.Augmenter;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.palimpsest.harness.api.training.Training;
import org.testng.annotations.Test;

/** What a normaliser hears of the examples that come through, and what becomes of what it adds to the loss. */
public class NormaliserTest extends NativeTest {
    private static final int[] TASKS = {0, 0, 1, 1, 2};
    private final List<TaskMix> heard = new ArrayList<>();
    private final List<Float> losses = new ArrayList<>();

    /** Leaves the images alone, notes what it is told, and adds 10 to the loss each time in training. */
    private final class Spy extends Normaliser {
        private final boolean joint;

        Spy(boolean joint) {
            this.joint = joint;
        }

        @Override
        public boolean joint() {
            return joint;
        }

        @Override
        protected NDArray normalise(ParameterStore store, NDArray x, boolean training) {
            heard.add(mix());
            assertEquals(mostTasks(), 5);
            if (training) {
                addToLoss(x.getManager().create(10f));
            }
            return x;
        }
    }

    private Training training(boolean joint) {
        Norm norm = new Norm();
        norm.fill(new Spy(joint));
        Network network = Images.network(manager(), new SequentialBlock().add(norm).add(Blocks.batchFlattenBlock()), HeadKind.FULL, 5, 1);
        heard.clear();
        losses.clear();
        AddOn listener = new AddOn() {
            @Override
            public NDArray loss(NDArray loss) {
                losses.add(loss.getFloat());
                return loss;
            }
        };
        Randomness random = new Randomness(0);
        return new Training(manager(), network, new Optimiser(manager(), network.parameters(), new OptimiserOptions(Rule.SGD, 0.001, 0, 0)),
                Set.of(listener), (step, examples) -> {}, new TaskOfClass(TASKS), new Memories(manager(), random),
                new Augmenter(Augmentation.NONE, random), new CrossEntropy());
    }

    private Batch batch(int... labels) {
        int[] pixels = new int[4 * labels.length];
        Arrays.setAll(pixels, i -> (i * 37 + labels[i / 4]) % 200);
        return new Batch(bytes(new Shape(labels.length, 1, 2, 2), pixels), labels);
    }

    private void begin(Training training, int task) {
        Batch batch = batch(0, 1);
        training.begin(new TaskData(task, new int[] {0, 1}, new Examples(batch.examples(), new int[] {0, 1}, batch.hostLabels()),
                new Randomness(1)));
    }

    @Test
    public void itIsToldTheTasksOfTheExamples() {
        Training training = training(false);
        begin(training, 1);
        training.logits(batch(2, 0, 3, 1, 1));
        TaskMix mix = heard.get(0);
        assertEquals(mix.current(), 1);
        assertEquals(mix.tasks(), 2);
        assertEquals(mix.size(), 5);
        assertEquals(new int[] {mix.count(0), mix.count(1)}, new int[] {3, 2});
        assertClose(mix.counts(manager()), new double[] {3, 2}, 0);
        assertClose(mix.averages(manager()), new double[] {0, 1 / 3.0, 0, 1 / 3.0, 1 / 3.0, 0.5, 0, 0.5, 0, 0}, 1e-7);
        assertClose(mix.present(manager()), new double[] {1, 1}, 0);
        assertTrue(mix.replay(), "there are examples of the past");
    }

    @Test
    public void tasksThatABatchLacksAndThatAreToCome() {
        Training training = training(false);
        begin(training, 2);
        training.logits(batch(4, 0));
        assertClose(heard.get(0).counts(manager()), new double[] {1, 0, 1}, 0);
        assertClose(heard.get(0).present(manager()), new double[] {1, 0, 1}, 0);
        assertClose(heard.get(0).averages(manager()), new double[] {0, 1, 0, 0, 1, 0}, 0);
        begin(training, 0);
        training.logits(batch(1, 3));
        assertClose(heard.get(1).counts(manager()), new double[] {2}, 0);
        assertFalse(heard.get(1).replay());
    }

    @Test
    public void aDrawFromAMemoryIsToldEvenInItsOwnTask() {
        Training training = training(false);
        begin(training, 0);
        ReplayBuffer memory = training.memories().reservoir(4);
        memory.offer(batch(0, 1));
        training.logits(batch(0, 1));
        training.logits(memory.sample(manager(), 2));
        training.logits(batch(0).concat(memory.sample(manager(), 1)));
        training.logits(memory.all(manager()).select(0));
        assertEquals(heard.stream().map(TaskMix::replay).toList(), List.of(false, true, true, true));
    }

    @Test
    public void nothingIsKnownWhereTheNetworkIsAskedDirectlyOrInEvaluation() {
        Training training = training(false);
        begin(training, 1);
        training.logits(batch(2, 0));
        training.network().logits(batch(2, 0).examples());
        training.network().predict(batch(2, 0).examples());
        assertEquals(heard.stream().map(TaskMix::size).toList(), List.of(2, 0, 0));
        assertEquals(heard.get(1).tasks(), 1);
    }

    @Test
    public void whatIsAddedIsPartOfTheLossOfTheStepInWhichItWasAdded() {
        Training training = training(false);
        begin(training, 0);
        training.network().logits(batch(0).examples());
        training.step(batch(0, 1), b -> training.logits(b).sum().mul(0), () -> {});
        training.step(batch(0, 1), b -> training.logits(b).sum().mul(0).add(training.logits(b).sum().mul(0)), () -> {});
        training.step(batch(0, 1), b -> manager().create(2f).add(training.network().evaluationLogits(b.examples()).sum().mul(0)), () -> {});
        assertEquals(losses, List.of(10f, 20f, 2f));
        training.gradients(() -> training.logits(batch(0)).sum().mul(0));
        training.step(batch(0, 1), b -> training.logits(b).sum().mul(0), () -> {});
        assertEquals(losses.get(3), 10f, "what other gradients were computed for does not count");
    }

    @Test
    public void severalBatchesGoThroughTogetherIfTheirStatisticsBelongTogether() {
        Training apart = training(false);
        begin(apart, 1);
        List<NDArray> expected = apart.logits(List.of(batch(2, 0), batch(1, 1, 3), batch(0)));
        assertEquals(heard.stream().map(TaskMix::size).toList(), List.of(2, 3, 1));

        Training joint = training(true);
        begin(joint, 1);
        for (int i = 0; i < 2; i++) {
            joint.network().parameters().get(i).getArray().set(apart.network().parameters().get(i).getArray().toFloatArray());
        }
        List<NDArray> parts = joint.logits(List.of(batch(2, 0), batch(1, 1, 3), batch(0)));
        assertEquals(heard.stream().map(TaskMix::size).toList(), List.of(6));
        assertClose(heard.get(0).counts(manager()), new double[] {4, 2}, 0);
        for (int i = 0; i < 3; i++) {
            assertEquals(parts.get(i).getShape(), expected.get(i).getShape());
            assertEquals(parts.get(i).toFloatArray(), expected.get(i).toFloatArray(), 1e-4f);
        }
    }

    @Test
    public void theSharesOfTasksMoveByATenthAndAreSavedWithTheNetwork() {
        Training training = training(false);
        begin(training, 0);
        training.logits(batch(0, 1));
        assertEquals(training.network().taskShares().of(2), new double[] {0.1f, 0}, 1e-7);
        begin(training, 1);
        training.logits(batch(0, 1, 2, 1));
        double[] expected = {0.1 + 0.1 * (0.75 - 0.1), 0.1 * 0.25};
        assertEquals(training.network().taskShares().of(2), expected, 1e-7);
        training.network().logits(batch(2).examples());
        training.network().predict(batch(2).examples());
        assertEquals(training.network().taskShares().of(2), expected, 1e-7);

        State state = new State(manager());
        training.network().save(state);
        Network.Weights copy = training.network().copyWeights();
        training.logits(batch(2, 3));
        Training other = training(false);
        other.network().load(state);
        assertEquals(other.network().taskShares().of(2), expected, 1e-7);
        training.network().setWeights(copy);
        assertEquals(training.network().taskShares().of(3), new double[] {expected[0], expected[1], 0}, 1e-7);
    }
}
