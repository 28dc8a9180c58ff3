package org.palimpsest.harness.api.training;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Images;
import org.palimpsest.harness.api.LabelledAddOn;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.Objective;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.Augmenter;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.testng.annotations.Test;

public class TrainingTest extends NativeTest {
    private static final int[] TASKS = {0, 0, 1, 1};
    private final List<String> log = new ArrayList<>();
    private double[] scored = new double[0];

    private Training training(Network network, double lr, Set<AddOn> addOns) {
        return training(network, new Optimiser(manager(), network.parameters(), new OptimiserOptions(Rule.SGD, lr, 0, 0)), addOns);
    }

    private Training training(Network network, Optimiser optimiser, Set<AddOn> addOns) {
        log.clear();
        scored = new double[0];
        StepListener listener = new StepListener() {
            @Override
            public void afterStep(long step, int examples) {
                log.add("step " + step + " of " + examples);
            }

            @Override
            public void scored(double loss, int correct, int examples) {
                scored = new double[] {loss, correct, examples};
            }
        };
        return new Training(manager(), network, optimiser, addOns, listener,
                new TaskOfClass(TASKS), new Memories(manager(), new Randomness(0)),
                new Augmenter(Augmentation.NONE, new Randomness(0)), new CrossEntropy());
    }

    private Batch batch() {
        return new Batch(bytes(new Shape(2, 1, 2, 2), 1, 2, 3, 4, 9, 8, 7, 6), new int[] {1, 2});
    }

    private TaskData task(int index, int... classes) {
        Batch batch = batch();
        return new TaskData(index, classes, new Examples(batch.examples(), new int[] {0, 1}, batch.hostLabels()),
                new Randomness(1));
    }

    private static NDArray crossEntropy(Training training, Batch batch) {
        return Losses.crossEntropy(training.logits(batch), batch.labels());
    }

    @Test
    public void aMultiHeadScoresEveryExampleWithinItsOwnTask() {
        Training training = training(Images.linear(manager(), HeadKind.MULTI, 4), 0.1, Set.of());
        float[] plain = training.network().logits(batch().examples()).toFloatArray();
        float[] masked = training.logits(batch()).toFloatArray();
        for (int i = 0; i < 2; i++) {
            for (int c = 0; c < 4; c++) {
                boolean own = TASKS[batch().hostLabels()[i]] == TASKS[c];
                if (own) {
                    assertEquals(masked[i * 4 + c], plain[i * 4 + c]);
                } else {
                    assertTrue(masked[i * 4 + c] < -1e8, "score of another task's class: " + masked[i * 4 + c]);
                }
            }
        }
    }

    @Test
    public void otherTasksOutputsGetNoGradientFromAMultiHead() {
        Training training = training(Images.linear(manager(), HeadKind.MULTI, 4), 0.1, Set.of());
        Batch onlyFirstTask = new Batch(bytes(new Shape(1, 1, 2, 2), 1, 2, 3, 4), new int[] {1});
        backward(training.optimiser(), () -> crossEntropy(training, onlyFirstTask));
        float[] gradient = training.optimiser().gradient(0).toFloatArray();
        assertEquals(Arrays.copyOfRange(gradient, 8, 16), new float[8]);
        assertTrue(Math.abs(gradient[0]) > 1e-3);
    }

    @Test
    public void otherHeadsScoreAllClassesAlike() {
        Training training = training(Images.linear(manager(), HeadKind.FULL, 4), 0.1, Set.of());
        assertEquals(training.logits(batch()).toFloatArray(), training.network().logits(batch().examples()).toFloatArray());
    }

    @Test
    public void aMaskLeavesOnlyTheAllowedClassesInTheRunning() {
        Training training = training(Images.linear(manager(), HeadKind.GROWING, 4), 0.1, Set.of());
        training.network().see(3);
        Batch batch = batch();
        float[] mask = training.mask(batch, new boolean[] {true, false, true}).toFloatArray();
        assertEquals(mask.length, 3);
        assertEquals(mask[0], 0f);
        assertEquals(mask[2], 0f);
        NDArray probabilities = training.logits(batch).add(training.mask(batch, new boolean[] {true, false, true})).softmax(1);
        for (int i = 0; i < 2; i++) {
            assertEquals(probabilities.getFloat(i, 1), 0f);
            assertEquals(probabilities.getFloat(i, 0) + probabilities.getFloat(i, 2), 1f, 1e-6f);
        }
    }

    @Test
    public void passesVisitEveryExampleAsOftenAsTheBudgetSaysAndFollowTheSchedule() {
        OptimiserOptions linear = new OptimiserOptions(Rule.SGD, 1, 0, 0, new Schedule(Schedule.Shape.LINEAR, List.of(), 1, 0));
        Network network = Images.linear(manager(), HeadKind.FULL, 4);
        Training training = training(network, new Optimiser(manager(), network.parameters(), linear), Set.of());
        List<Integer> labels = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        training.passes(task(0, 1, 2), new Budget(2, 1, 0), batch -> {
            labels.add(batch.hostLabels()[0]);
            rates.add(training.optimiser().lr());
        });
        assertEquals(labels.stream().sorted().toList(), List.of(1, 1, 2, 2));
        assertEquals(rates, List.of(1.0, 0.75, 0.5, 0.25));
    }

    @Test
    public void thereIsNoPassOverATaskWithoutExamples() {
        Training training = training(Images.linear(manager(), HeadKind.FULL, 4), 0.1, Set.of());
        TaskData empty = new TaskData(0, new int[0], new Examples(batch().examples(), new int[0], new int[0]),
                new Randomness(1));
        training.passes(empty, new Budget(1, 10, 5), batch -> log.add("a batch"));
        assertEquals(log, List.of());
    }

    @Test
    public void theHeadKnowsTheClassesOfATaskBeforeItsFirstStep() {
        Training training = training(Images.linear(manager(), HeadKind.GROWING, 4), 0.1, Set.of());
        training.begin(task(0, 0, 1));
        assertEquals(training.network().outputs(), 2);
        training.begin(task(1, 2, 3));
        assertEquals(training.network().outputs(), 4);
    }

    @Test
    public void aLossThatIsNotANumberEndsTrainingAtItsStepAndMovesNothing() {
        Network network = Images.linear(manager(), HeadKind.FULL, 4);
        Training training = training(network, 0.1, Set.of());
        training.begin(task(0, 1, 2));
        training.step(batch(), b -> crossEntropy(training, b), () -> {});
        float[] before = Images.parameter(network, 0);
        DivergedException nan = expectThrows(DivergedException.class,
                () -> training.step(batch(), b -> crossEntropy(training, b).mul(Float.NaN), () -> {}));
        assertEquals(nan.step(), 2);
        assertEquals(nan.getMessage(), "loss is NaN");
        assertEquals(Images.parameter(network, 0), before);
        DivergedException infinite = expectThrows(DivergedException.class,
                () -> training.step(batch(), b -> crossEntropy(training, b).div(0), () -> {}));
        assertEquals(infinite.step(), 3);
    }

    /** What is scored, and in what order, is the method's affair; what is told is of the stream batch alone, and of the weights before the update. */
    @Test
    public void theScoresOfTheStreamBatchAreToldWithTheLossAtHand() {
        Training training = training(Images.linear(manager(), HeadKind.FULL, 4), 0.5, Set.of());
        Batch replayed = new Batch(bytes(new Shape(3, 1, 2, 2), 9, 9, 9, 9, 200, 100, 0, 3, 7, 7, 7, 7), new int[] {0, 3, 2});
        float[] logits = training.network().logits(batch().examples()).toFloatArray();
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < 2; i++) {
            double sum = 0;
            int best = 0;
            for (int c = 0; c < 4; c++) {
                sum += Math.exp(logits[4 * i + c]);
                best = logits[4 * i + c] > logits[4 * i + best] ? c : best;
            }
            loss += Math.log(sum) - logits[4 * i + batch().hostLabels()[i]];
            correct += best == batch().hostLabels()[i] ? 1 : 0;
        }
        training.step(batch(), b -> crossEntropy(training, replayed).add(crossEntropy(training, b.concat(replayed))).mul(3), () -> {});
        assertEquals(scored[0], loss, 1e-5);
        assertEquals(new double[] {scored[1], scored[2]}, new double[] {correct, 2});
        training.step(batch(), b -> crossEntropy(training, b), () -> {});
        assertNotEquals(scored[0], loss, 1e-3);
    }

    @Test
    public void nothingIsToldOfAStreamBatchThatTheLossDoesNotScore() {
        Training training = training(Images.linear(manager(), HeadKind.FULL, 4), 0.5, Set.of());
        crossEntropy(training, batch());
        training.step(batch(), b -> Losses.crossEntropy(training.network().logits(b.examples()), b.labels()), () -> {});
        assertEquals(scored.length, 0);
    }

    @Test
    public void aLossMustBeOneNumber() {
        Training training = training(Images.linear(manager(), HeadKind.FULL, 4), 0.1, Set.of());
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class,
                () -> training.step(batch(), b -> training.logits(b).logSoftmax(1), () -> {}));
        assertTrue(e.getMessage().contains("(2, 4)"), e.getMessage());
    }

    @Test
    public void aLossThatAJavaDoubleMadeDoubleTrainsAllTheSame() {
        seed(2);
        Network single = Images.linear(manager(), HeadKind.FULL, 4);
        seed(2);
        Network twice = Images.linear(manager(), HeadKind.FULL, 4);
        Training first = training(single, 0.2, Set.of());
        Training second = training(twice, 0.1, Set.of());
        first.step(batch(), b -> crossEntropy(first, b), () -> {});
        second.step(batch(), b -> crossEntropy(second, b).mul(2.0), () -> {});
        double[] expected = new double[16];
        Arrays.setAll(expected, i -> Images.parameter(single, 0)[i]);
        assertClose(Images.parameter(twice, 0), expected, 1e-5);
    }

    @Test
    public void stepsAreCountedFromOneInEveryTask() {
        Training training = training(Images.linear(manager(), HeadKind.FULL, 4), 0.1, Set.of());
        for (int t = 0; t < 2; t++) {
            training.begin(task(t, 1, 2));
            for (int step = 0; step < 2; step++) {
                training.step(batch(), b -> crossEntropy(training, b), () -> {});
                training.stepDone(batch().size());
            }
        }
        assertEquals(log, List.of("step 1 of 2", "step 2 of 2", "step 1 of 2", "step 2 of 2"));
    }

    @Test
    public void addOnsAreCalledInTheirOrderAroundTheUpdate() {
        Network network = Images.linear(manager(), HeadKind.FULL, 4);
        Training training = training(network, 0.1, new LinkedHashSet<>(List.of(new Spy("a", network), new Spy("b", network))));
        float[] start = Images.parameter(network, 0);
        training.begin(task(0, 1, 2));
        training.step(batch(), b -> {
            log.add("loss");
            return crossEntropy(training, b);
        }, () -> log.add("method before update"));
        training.end(task(0, 1, 2));
        assertEquals(log, List.of("a before task", "b before task", "loss", "a loss", "b loss", "method before update",
                "a before update, moved: false", "b before update, moved: false",
                "a after update, moved: true", "b after update, moved: true", "a after task", "b after task"));
        assertTrue(!Arrays.equals(start, Images.parameter(network, 0)));
    }

    @Test
    public void whatIsDoneToTheGradientBeforeTheUpdateDecidesTheUpdate() {
        Network network = Images.linear(manager(), HeadKind.FULL, 4);
        float[] start = Images.parameter(network, 0);
        Training training = training(network, 0.1, Set.of());
        training.step(batch(), b -> crossEntropy(training, b), () -> training.optimiser().gradient(0).muli(0));
        assertEquals(Images.parameter(network, 0), start);
    }

    @Test
    public void aSnapshotHoldsNetworkOptimiserAndAddOns() {
        Counter counter = new Counter();
        Network network = Images.linear(manager(), HeadKind.FULL, 4);
        Training training = training(network, 0.1, Set.of(counter));
        training.step(batch(), b -> crossEntropy(training, b), () -> {});
        State state = new State(manager());
        training.save(state);
        Counter restoredCounter = new Counter();
        Network restoredNetwork = Images.linear(manager(), HeadKind.FULL, 4);
        Training restored = training(restoredNetwork, 0.1, Set.of(restoredCounter));
        restored.load(state);
        assertEquals(restoredCounter.updates, 1);
        assertEquals(restored.optimiser().updates(), 1);
        assertEquals(Images.parameter(restoredNetwork, 0), Images.parameter(network, 0));
    }

    /** Writes down what it hears, and whether the weights have moved by then. */
    private final class Spy implements AddOn {
        private final String name;
        private final Network network;
        private final float[] start;

        Spy(String name, Network network) {
            this.name = name;
            this.network = network;
            this.start = Images.parameter(network, 0);
        }

        private String moved() {
            return ", moved: " + !Arrays.equals(start, Images.parameter(network, 0));
        }

        @Override
        public void beforeTask(int task) {
            log.add(name + " before task");
        }

        @Override
        public NDArray loss(NDArray loss) {
            log.add(name + " loss");
            return loss;
        }

        @Override
        public void beforeUpdate() {
            log.add(name + " before update" + moved());
        }

        @Override
        public void afterUpdate() {
            log.add(name + " after update" + moved());
        }

        @Override
        public void afterTask(int task) {
            log.add(name + " after task");
        }
    }

    private static final class Counter implements AddOn {
        private long updates;

        @Override
        public void afterUpdate() {
            updates++;
        }

        @Override
        public void save(State state) {
            state.put("updates", updates);
        }

        @Override
        public void load(State state) {
            updates = state.longs("updates")[0];
        }
    }

    /** Frees what nobody holds on to, and lets others write where it was. */
    private static void collectGarbage() {
        for (int round = 0; round < 3; round++) {
            System.gc();
            try {
                Thread.sleep(30);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            for (int i = 0; i < 2000; i++) {
                ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).putFloat(0, 1e6f);
            }
        }
    }

    @Test
    public void aNumberInALossKeepsItsValueUntilTheGradientIsThere() {
        seed(3);
        Network calm = Images.linear(manager(), HeadKind.FULL, 4);
        seed(3);
        Network collected = Images.linear(manager(), HeadKind.FULL, 4);
        Training first = training(calm, 0.1, Set.of());
        Training second = training(collected, 0.1, Set.of());
        first.step(batch(), b -> crossEntropy(first, b).mul(0.5f), () -> {});
        second.step(batch(), b -> {
            NDArray loss = crossEntropy(second, b).mul(0.5f);
            collectGarbage();
            return loss;
        }, () -> {});
        assertEquals(Images.parameter(collected, 0), Images.parameter(calm, 0));
    }

    private static NDArray squares(Network network) {
        NDArray sum = null;
        for (var parameter : network.parameters()) {
            NDArray square = parameter.getArray().square().sum();
            sum = sum == null ? square : sum.add(square);
        }
        return sum;
    }

    @Test
    public void whatAStepMakesOfWeightsAndGradientsDiesWithIt() {
        for (HeadKind kind : EnumSet.range(HeadKind.GROWING, HeadKind.COSINE)) { // the others have nothing to train
            Network network = Images.linear(manager(), kind, 4);
            network.see(4);
            Training training = training(network, 0.01, Set.of());
            int[] live = new int[3];
            for (int i = 0; i < live.length; i++) {
                try (NDManager step = manager().newSubManager()) {
                    Batch batch = batch();
                    batch.examples().attach(step);
                    training.step(batch, b -> crossEntropy(training, b).add(squares(network)), () -> training.optimiser().gradient(0).abs());
                    training.scoped(() -> network.parameters().get(0).getArray().mul(2));
                }
                live[i] = manager().getManagedArrays().size();
            }
            assertEquals(live[2], live[1], kind + ": arrays left behind");
        }
    }

    @Test
    public void whatIsAttachedToTheRunOutlivesTheStep() {
        Network network = Images.linear(manager(), HeadKind.FULL, 4);
        Training training = training(network, 0.01, Set.of());
        List<NDArray> kept = new ArrayList<>();
        training.scoped(() -> {
            NDArray anchor = network.parameters().get(0).getArray().duplicate();
            anchor.attach(training.manager());
            kept.add(anchor);
        });
        assertEquals(kept.get(0).toFloatArray(), Images.parameter(network, 0));
    }

    /** At a batch size of 1 a replayed example often has the label of the stream's. */
    @Test
    public void aReplayedExampleOfTheSameLabelIsNotTakenForTheStreams() {
        Training training = training(Images.linear(manager(), HeadKind.FULL, 4), 0.5, Set.of());
        Batch stream = new Batch(bytes(new Shape(1, 1, 2, 2), 1, 2, 3, 4), new int[] {2});
        Batch replayed = new Batch(bytes(new Shape(1, 1, 2, 2), 200, 100, 0, 3), new int[] {2}).fromMemory();
        double own = Losses.crossEntropy(training.network().logits(stream.examples()), stream.labels()).getFloat();
        training.step(stream, b -> crossEntropy(training, replayed).add(crossEntropy(training, b)), () -> {});
        assertEquals(scored[0], own, 1e-5);
        scored = new double[0];
        training.step(stream, b -> crossEntropy(training, replayed), () -> {});
        assertEquals(scored.length, 0);
    }

    /** Each sees the objective as those before it have left it. */
    @Test
    public void addOnsOfLabelsChangeTheObjectiveOneAfterTheOther() {
        Training training = training(Images.linear(manager(), HeadKind.FULL, 4), 0.5, new LinkedHashSet<>(List.of(
                new Changing(loss -> loss.mul(3f)), new Changing(loss -> loss.add(1f)))));
        NDArray logits = training.network().logits(batch().examples());
        assertEquals(training.objective().loss(logits, batch()).getFloat(), 3 * Losses.crossEntropy(logits, batch().labels()).getFloat() + 1, 1e-4);
        training.begin(task(0, 1, 2));
        training.end(task(0, 1, 2));
        assertEquals(log, List.of("learned 2 examples", "learned 2 examples"));
    }

    /** Changes every loss. */
    private final class Changing implements LabelledAddOn {
        private final UnaryOperator<NDArray> change;

        Changing(UnaryOperator<NDArray> change) {
            this.change = change;
        }

        @Override
        public Objective objective(Objective given) {
            return new Objective() {
                @Override
                public NDArray losses(NDArray outputs, Batch batch) {
                    return change.apply(given.losses(outputs, batch));
                }

                @Override
                public Tally tally(NDArray outputs, Batch batch) {
                    return given.tally(outputs, batch);
                }
            };
        }

        @Override
        public void afterTask(TaskData task) {
            log.add("learned " + task.size() + " examples");
        }
    }
}
