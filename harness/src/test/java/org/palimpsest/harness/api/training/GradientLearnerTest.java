package org.palimpsest.harness.api.training;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Images;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.Augmenter;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.testng.annotations.Test;

/** How a task and a budget become steps. */
public class GradientLearnerTest extends NativeTest {
    private static final int EXAMPLES = 7;
    private final List<String> log = new ArrayList<>();
    private final List<int[]> batches = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();

    private final class Recorder extends GradientLearner {
        Recorder(Training training) {
            super(training);
        }

        @Override
        protected void beforeTask(TaskData task) {
            log.add("before task, outputs " + training().network().outputs());
        }

        @Override
        protected NDArray loss(Batch batch) {
            log.add("loss");
            batches.add(batch.hostLabels());
            return loss(logits(batch), batch);
        }

        @Override
        protected void beforeUpdate() {
            log.add("before update");
        }

        @Override
        protected void afterStep(Batch batch) {
            log.add("after step");
            rates.add(training().optimiser().lr());
        }

        @Override
        protected void afterTask(TaskData task) {
            log.add("after task");
        }
    }

    private final class Watcher implements AddOn {
        @Override
        public void afterSteps(int task) {
            log.add("add-on: steps over");
        }

        @Override
        public void afterTask(int task) {
            log.add("add-on: task over");
        }
    }

    private TaskData task() {
        int[] pixels = new int[EXAMPLES * 4];
        Arrays.setAll(pixels, i -> i);
        int[] numbers = IntStream.range(0, EXAMPLES).toArray();
        return new TaskData(2, numbers, new Examples(bytes(new Shape(EXAMPLES, 1, 2, 2), pixels), numbers, numbers),
                new Randomness(6));
    }

    private void learn(Budget budget) {
        learn(budget, Schedule.CONSTANT, 1, Set.of());
    }

    private void learn(Budget budget, Schedule schedule, int times, Set<AddOn> addOns) {
        log.clear();
        batches.clear();
        rates.clear();
        Network network = Images.linear(manager(), HeadKind.GROWING, EXAMPLES);
        Optimiser optimiser = new Optimiser(manager(), network.parameters(), new OptimiserOptions(Rule.SGD, 1e-4, 0, 0, schedule));
        Training training = new Training(manager(), network, optimiser, addOns, (step, examples) -> log.add("heard " + step + "/" + examples),
                new TaskOfClass(new int[EXAMPLES]), new Memories(manager(), new Randomness(6)),
                new Augmenter(Augmentation.NONE, new Randomness(6)), new CrossEntropy());
        Recorder recorder = new Recorder(training);
        for (int i = 0; i < times; i++) {
            recorder.learn(task(), budget);
        }
    }

    private int[] seen(int from, int to) {
        return batches.subList(from, to).stream().flatMapToInt(Arrays::stream).toArray();
    }

    @Test
    public void callsComeInTheOrderOfTheirNames() {
        learn(new Budget(1, 4, 0));
        assertEquals(log, List.of("before task, outputs 7", "loss", "before update", "after step", "heard 1/4",
                "loss", "before update", "after step", "heard 2/3", "after task"));
    }

    /** So that what a method concludes from the weights is of those that an add-on leaves. */
    @Test
    public void addOnsChangeTheWeightsAfterTheLastStepAndBeforeTheMethodLooksAtThem() {
        learn(new Budget(1, EXAMPLES, 0), Schedule.CONSTANT, 1, Set.of(new Watcher()));
        assertEquals(log.subList(log.size() - 3, log.size()), List.of("add-on: steps over", "after task", "add-on: task over"));
    }

    @Test
    public void everyEpochVisitsEachExampleOnceInAnOrderOfItsOwn() {
        learn(new Budget(2, 3, 0));
        assertEquals(batches.stream().map(b -> b.length).toList(), List.of(3, 3, 1, 3, 3, 1));
        assertEquals(seen(0, 3), task().order(0));
        assertEquals(seen(3, 6), task().order(1));
        assertEquals(Arrays.stream(seen(3, 6)).distinct().count(), EXAMPLES);
    }

    @Test
    public void theLearningRateFollowsItsScheduleAndStartsAnewWithEveryTask() {
        learn(new Budget(4, 7, 0), new Schedule(Schedule.Shape.MULTI_STEP, List.of(1.0, 3.0), 0.5, 0), 2, Set.of());
        assertEquals(rates, List.of(1e-4, 5e-5, 5e-5, 2.5e-5, 1e-4, 5e-5, 5e-5, 2.5e-5));
    }

    @Test
    public void aNumberOfStepsCutsOrRepeatsPasses() {
        learn(new Budget(1, 3, 2));
        assertEquals(seen(0, 2), Arrays.copyOf(task().order(0), 6));
        learn(new Budget(1, 3, 5));
        assertEquals(batches.size(), 5);
        assertEquals(seen(0, 3), task().order(0));
        assertEquals(seen(3, 5), Arrays.copyOf(task().order(1), 6));
    }

    @Test
    public void theBudgetKnowsItsSteps() {
        assertEquals(new Budget(1, 10, 0).stepsPerEpoch(100), 10);
        assertEquals(new Budget(1, 10, 0).stepsPerEpoch(101), 11);
        assertEquals(new Budget(3, 10, 0).totalSteps(101), 33);
        assertEquals(new Budget(3, 10, 8).totalSteps(101), 8);
        Budget longFirst = new Budget(100, 10, 0, OptionalInt.of(5));
        assertEquals(longFirst.ofTask(0).totalSteps(101), 1_100);
        assertEquals(longFirst.ofTask(1).totalSteps(25), 15);
        assertEquals(new Budget(3, 10, 0).ofTask(7), new Budget(3, 10, 0));
        assertEquals(new Budget(2_000_000_000, 1, 0).totalSteps(1000), 2_000_000_000_000L);
    }

    @Test
    public void theOrderOfExamplesDependsOnTheTaskAndTheSeedAlone() {
        Examples examples = task().train();
        Randomness random = new Randomness(6);
        int[] order = new TaskData(2, new int[] {0}, examples, random).order(0);
        assertEquals(task().order(0), order);
        assertEquals(Arrays.equals(new TaskData(3, new int[] {0}, examples, random).order(0), order), false);
        assertEquals(Arrays.equals(new TaskData(2, new int[] {0}, examples, new Randomness(7)).order(0), order), false);
    }

    @Test
    public void anOrderedTaskIsVisitedInItsOrderInEveryPass() {
        Examples examples = task().train();
        TaskData ordered = new TaskData(2, new int[] {0}, examples, new Randomness(6), true);
        for (int epoch = 0; epoch < 3; epoch++) {
            assertEquals(ordered.order(epoch), IntStream.range(0, examples.size()).toArray());
        }
    }
}
