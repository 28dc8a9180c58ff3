package org.palimpsest.harness.api.image;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Images;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.palimpsest.harness.api.training.Training;
import org.testng.annotations.Test;

/** When training augments, and with which random numbers. */
public class AugmenterTest extends NativeTest {
    /** Writes down what it draws, and adds it to every pixel. */
    private static final class Recorder implements Augmentation {
        private final List<Integer> drawn = new ArrayList<>();
        private final List<int[]> seen = new ArrayList<>();

        @Override
        public NDArray apply(NDArray images, UniformRandomProvider random) {
            int number = random.nextInt(1_000_000);
            drawn.add(number);
            seen.add(images.toType(DataType.INT32, true).toIntArray());
            return images.toType(DataType.FLOAT32, false).add(number % 100);
        }
    }

    private static Randomness randomness() {
        return new Randomness(8);
    }

    private Training training(Augmentation augmentation) {
        seed(1);
        Network network = Images.linear(manager(), HeadKind.FULL, 4);
        Optimiser optimiser = new Optimiser(manager(), network.parameters(), new OptimiserOptions(Rule.SGD, 1e-4, 0, 0));
        return new Training(manager(), network, optimiser, Set.of(), (step, examples) -> {}, new TaskOfClass(new int[4]),
                new Memories(manager(), randomness()), new Augmenter(augmentation, randomness()), new CrossEntropy());
    }

    private Batch batch() {
        return new Batch(bytes(new Shape(2, 1, 2, 2), 1, 2, 3, 4, 9, 8, 7, 6), new int[] {1, 2});
    }

    private TaskData task(int index) {
        Batch batch = batch();
        return new TaskData(index, new int[] {1, 2}, new Examples(batch.examples(), new int[] {0, 1}, batch.hostLabels()), randomness());
    }

    /** Two forwards in each of some steps. */
    private static void steps(Training training, Batch batch, int count) {
        for (int i = 0; i < count; i++) {
            training.step(batch, b -> Losses.crossEntropy(training.logits(b), b.labels()).add(training.logits(b).mean()), () -> {});
        }
    }

    private static int number(long... key) {
        return randomness().get("augmentation", key).nextInt(1_000_000);
    }

    @Test
    public void everyForwardOfEveryStepOfEveryTaskHasItsOwnNumbers() {
        Recorder recorder = new Recorder();
        Training training = training(recorder);
        training.begin(task(0));
        training.logits(batch());
        steps(training, batch(), 2);
        training.logits(batch());
        training.begin(task(3));
        steps(training, batch(), 1);
        assertEquals(recorder.drawn, List.of(number(0, 0, 0), number(0, 1, 0), number(0, 1, 1), number(0, 2, 0), number(0, 2, 1),
                number(0, 2, 2), number(3, 1, 0), number(3, 1, 1)));
        assertEquals(recorder.drawn.stream().distinct().count(), recorder.drawn.size());
    }

    @Test
    public void aRunThatGoesOnAtATasksStartDrawsTheSame() {
        Recorder whole = new Recorder();
        Training undisturbed = training(whole);
        undisturbed.begin(task(0));
        steps(undisturbed, batch(), 3);
        undisturbed.begin(task(1));
        steps(undisturbed, batch(), 2);
        Recorder rest = new Recorder();
        Training resumed = training(rest);
        resumed.begin(task(1));
        steps(resumed, batch(), 2);
        assertEquals(rest.drawn, whole.drawn.subList(6, 10));
    }

    @Test
    public void trainingSeesTheChangedImagesAndTheBatchKeepsItsOwn() {
        Recorder recorder = new Recorder();
        Training training = training(recorder);
        training.begin(task(0));
        Batch batch = batch();
        float[] scores = training.logits(batch).toFloatArray();
        float[] shifted = training.network().logits(batch.examples().toType(DataType.FLOAT32, true).add(recorder.drawn.get(0) % 100)).toFloatArray();
        assertEquals(scores, shifted);
        assertEquals(batch.examples().getDataType(), DataType.UINT8);
        assertEquals(batch.examples().toType(DataType.INT32, true).toIntArray(), recorder.seen.get(0));
    }

    @Test
    public void aViewIsScoredAsItIsAndTwoViewsDiffer() {
        Recorder recorder = new Recorder();
        Training training = training(recorder);
        training.begin(task(0));
        Batch batch = batch();
        Batch one = training.augmented(batch);
        Batch other = training.augmented(batch);
        assertNotEquals(one.examples().toFloatArray(), other.examples().toFloatArray());
        assertEquals(one.hostLabels(), batch.hostLabels());
        assertSame(one.manager(), batch.manager());
        assertEquals(training.logitsAsIs(one).toFloatArray(), training.network().logits(one.examples()).toFloatArray());
        assertEquals(recorder.drawn.size(), 2);
    }

    @Test
    public void predictionsAreOfImagesAsTheyAre() {
        Recorder recorder = new Recorder();
        Training training = training(recorder);
        training.network().predict(batch().examples());
        training.network().features(batch().examples());
        assertEquals(recorder.drawn, List.of());
    }

    @Test
    public void withoutAugmentationTheBatchItselfIsTrainedOn() {
        Training training = training(Augmentation.NONE);
        Batch batch = batch();
        assertSame(training.augmented(batch), batch);
    }

    @Test
    public void anEmptyBatchIsLeftAlone() {
        Recorder recorder = new Recorder();
        Batch empty = new Batch(manager().create(new Shape(0, 1, 2, 2), DataType.UINT8), new int[0]);
        assertSame(training(recorder).augmented(empty), empty);
        assertEquals(recorder.drawn, List.of());
    }

    @Test
    public void whatAMemoryKeepsAndGivesIsNotAugmentedButItsForwardsAre() {
        Recorder recorder = new Recorder();
        Training training = training(recorder);
        ReplayBuffer memory = training.memories().reservoir(4);
        training.begin(task(0));
        Batch batch = batch();
        training.step(batch, b -> Losses.crossEntropy(training.logits(b), b.labels()), () -> {});
        memory.offer(batch);
        try (NDManager step = manager().newSubManager()) {
            Batch replayed = memory.sample(step, 2);
            training.step(batch, b -> {
                Batch joint = b.concat(replayed);
                return Losses.crossEntropy(training.logits(joint), joint.labels());
            }, () -> {});
        }
        int[] joint = recorder.seen.get(1);
        assertEquals(joint.length, 16);
        assertTrue(Arrays.stream(joint).allMatch(v -> v < 10), "the memory holds images as stored");
        assertEquals(recorder.drawn.size(), 2);
    }
}
