package org.palimpsest.harness.api.training;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Images;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.Augmenter;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Training in which nothing is read before it must be, as on a GPU. */
public class UnreadTest extends NativeTest {
    /** The step whose loss is infinite, more of them than are left unread; from there on it is no number. */
    private static final int BROKEN = 71;

    private final List<double[]> scored = new ArrayList<>();

    @BeforeMethod
    void forget() {
        scored.clear();
    }

    private Training training(boolean late) {
        System.setProperty(Unread.LATE, Boolean.toString(late));
        Engine.getInstance().setRandomSeed(5);
        try {
            Network network = Images.linear(manager(), HeadKind.FULL, 4);
            StepListener listener = new StepListener() {
                @Override
                public void afterStep(long step, int examples) {}

                @Override
                public void scored(double loss, int correct, int examples) {
                    scored.add(new double[] {loss, correct, examples});
                }
            };
            return new Training(manager(), network, new Optimiser(manager(), network.parameters(), new OptimiserOptions(Rule.SGD, 0.1, 0, 0)),
                    Set.of(), listener, new TaskOfClass(new int[] {0, 0, 1, 1}), new Memories(manager(), new Randomness(0)),
                    new Augmenter(Augmentation.NONE, new Randomness(0)), new CrossEntropy());
        } finally {
            System.clearProperty(Unread.LATE);
        }
    }

    private void pass(Training training, int steps, IntConsumer afterStep) {
        int[] labels = new int[2 * steps];
        Arrays.setAll(labels, i -> 1 + i % 2);
        TaskData data = new TaskData(0, new int[] {1, 2}, new Examples(bytes(new Shape(1, 1, 2, 2), 1, 2, 3, 4).repeat(0, labels.length), labels),
                new Randomness(1));
        int[] done = {0};
        training.begin(data);
        training.passes(data, new Budget(1, 2, 0), batch -> {
            int step = ++done[0];
            training.step(batch, b -> loss(training, b, step), () -> {});
            training.stepDone(batch.size());
            afterStep.accept(step);
        });
    }

    private static NDArray loss(Training training, Batch batch, int step) {
        NDArray loss = Losses.crossEntropy(training.logits(batch), batch.labels());
        return step < BROKEN ? loss : step == BROKEN ? loss.div(0) : loss.mul(Float.NaN);
    }

    @Test
    public void aLossThatIsReadLateNamesItsOwnStepAndSaysWhatItWas() {
        List<Integer> steps = new ArrayList<>();
        DivergedException infinite = expectThrows(DivergedException.class, () -> pass(training(true), BROKEN + 20, steps::add));
        assertEquals(infinite.step(), BROKEN);
        assertEquals(infinite.getMessage(), "loss is Infinity");
        assertTrue(steps.size() > BROKEN, "it was waited for");
    }

    @Test
    public void whatFailsOnItsAccountIsNotWhatIsTold() {
        DivergedException infinite = expectThrows(DivergedException.class, () -> pass(training(true), BROKEN + 20, step -> {
            if (step == BROKEN + 1) {
                throw new DivergedException("score of a test example is NaN", 0);
            }
        }));
        assertEquals(infinite.step(), BROKEN);
        IllegalStateException other = expectThrows(IllegalStateException.class, () -> pass(training(true), 5, step -> {
            throw new IllegalStateException("broken");
        }));
        assertEquals(other.getMessage(), "broken");
    }

    @Test
    public void scoresThatAreReadLateAreThoseThatAreReadAtOnce() {
        pass(training(false), BROKEN - 1, step -> assertEquals(scored.size(), step));
        List<double[]> atOnce = List.copyOf(scored);
        scored.clear();
        pass(training(true), BROKEN - 1, step -> assertTrue(scored.size() < step, "the scores of step " + step + " were waited for"));
        assertEquals(scored.size(), atOnce.size());
        for (int i = 0; i < scored.size(); i++) {
            assertEquals(scored.get(i), atOnce.get(i), "step " + (i + 1));
        }
    }

    @Test
    public void outsideOfPassesNothingWaits() {
        Training training = training(true);
        Batch batch = new Batch(bytes(new Shape(2, 1, 2, 2), 1, 2, 3, 4, 9, 8, 7, 6), new int[] {1, 2});
        training.step(batch, b -> loss(training, b, 1), () -> {});
        assertEquals(scored.size(), 1);
        expectThrows(DivergedException.class, () -> training.step(batch, b -> loss(training, b, BROKEN), () -> {}));
    }
}
