package org.palimpsest.methods;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.Objective;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.bounds.Finetune;
import org.palimpsest.methods.regularisation.ElasticWeightConsolidation;
import org.palimpsest.methods.regularisation.SynapticIntelligence;
import org.palimpsest.methods.rehearsal.AveragedGem;
import org.palimpsest.methods.rehearsal.DarkReplay;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.palimpsest.methods.rehearsal.GreedyDumb;
import org.palimpsest.methods.rehearsal.MaximallyInterfered;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Methods learn what is no class as they are: two numbers that are functions of an image of 2x2 pixels, one function of images with a dark
 * bottom, then another of images with a dark top. A network of 16 hidden units; the mean squared error of the first function in the end.
 */
public class RegressionTest {
    private static final int EXAMPLES = 60;
    private static final Budget BUDGET = new Budget(30, 5, 0);

    /** Mean squared error; an answer is right if both numbers are within 0.3. */
    private static final class SquaredError implements Objective {
        @Override
        public NDArray losses(NDArray outputs, Batch batch) {
            return outputs.sub(batch.targets().orElseThrow()).square().mean(new int[] {1});
        }

        @Override
        public Tally tally(NDArray outputs, Batch batch) {
            float[] wanted = batch.targets().orElseThrow().toFloatArray();
            float[] given = outputs.toFloatArray();
            double loss = IntStream.range(0, wanted.length).mapToDouble(i -> Math.pow(given[i] - wanted[i], 2) / 2).sum();
            int right = (int) IntStream.range(0, batch.size()).filter(i -> Math.abs(given[2 * i] - wanted[2 * i]) < 0.3
                    && Math.abs(given[2 * i + 1] - wanted[2 * i + 1]) < 0.3).count();
            return new Tally(loss, right);
        }
    }

    private static Workbench bench(MethodModule<?> method, Record options) {
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[] {16}, HeadKind.FULL, 2, Workbench.Setup.sgd(0.05, 0), 3);
        return new Workbench(method, options, setup, new SquaredError());
    }

    private static Examples examples(Workbench bench, int task) {
        SplittableRandom random = new SplittableRandom(task);
        int[][] pixels = new int[EXAMPLES][4];
        float[] targets = new float[2 * EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            int a = random.nextInt(256);
            int b = random.nextInt(256);
            pixels[i][2 * task] = a;
            pixels[i][2 * task + 1] = b;
            targets[2 * i] = (task == 0 ? 1 : -1) * a / 128f;
            targets[2 * i + 1] = (task == 0 ? b - a : 64) / 128f;
        }
        int[] labels = new int[EXAMPLES]; // where outputs are no classes, a label says the task
        Arrays.fill(labels, task);
        return new Examples(bench.images(pixels), labels).withTargets(bench.manager().create(targets, new Shape(EXAMPLES, 2)));
    }

    private static void learn(Workbench bench, int task) {
        bench.learner().learn(new TaskData(task, new int[] {task}, examples(bench, task), new Randomness(5)), BUDGET);
    }

    private static double error(Workbench bench, int task) {
        Batch all = examples(bench, task).batch(bench.manager(), IntStream.range(0, EXAMPLES).toArray());
        return new SquaredError().loss(bench.learner().predict(all.examples()), all).getFloat();
    }

    /**
     * With the share of finetune's error (0.051; 0.773 before anything is learned) that is asked for; measured: er 0.007, agem 0.017, ewc 0.019,
     * si 0.012, der 0.037, mir 0.008.
     */
    @DataProvider
    public Object[][] methods() {
        return new Object[][] {
            {new ExperienceReplay(), new ExperienceReplay.Options(30, 5, MemoryKind.RESERVOIR), 0.3},
            {new AveragedGem(), new AveragedGem.Options(30, 10), 0.6},
            {new ElasticWeightConsolidation(), new ElasticWeightConsolidation.Options(5000, 0, 1), 0.6},
            {new SynapticIntelligence(), new SynapticIntelligence.Options(1, 0.1, 0), 0.5},
            {new DarkReplay(), new DarkReplay.Options(30, 5, 1), 0.9},
            {new GreedyDumb(), new GreedyDumb.Options(40, 200, 5, false, 0.0005, 0), 0.9},
            {new MaximallyInterfered(), new MaximallyInterfered.Options(30, 5, 10), 0.3},
        };
    }

    @Test(dataProvider = "methods")
    public void methodsThatAskForTheObjectiveKeepAFunction(MethodModule<?> method, Record options, double share) {
        try (Workbench plain = bench(new Finetune(), new NoOptions()); Workbench bench = bench(method, options)) {
            double untaught = error(bench, 0);
            for (Workbench one : new Workbench[] {plain, bench}) {
                learn(one, 0);
            }
            double learned = error(bench, 0);
            for (Workbench one : new Workbench[] {plain, bench}) {
                learn(one, 1);
            }
            String found = String.format("untaught %.3f, learned %.4f, in the end %.4f, finetune %.4f, the second function %.4f", untaught, learned,
                    error(bench, 0), error(plain, 0), error(bench, 1));
            assertTrue(learned < 0.2 * untaught, found);
            assertTrue(error(bench, 1) < 0.05, found);
            assertTrue(error(bench, 0) < share * error(plain, 0), found);
        }
    }

    /** Targets are part of what a memory holds. */
    @Test
    public void aMemoryOfTargetsIsPartOfASnapshotAndOfTheCost() throws IOException {
        ExperienceReplay.Options options = new ExperienceReplay.Options(30, 5, MemoryKind.RESERVOIR);
        try (Workbench whole = bench(new ExperienceReplay(), options); Workbench halved = bench(new ExperienceReplay(), options)) {
            learn(whole, 0);
            assertEquals(whole.learner().memoryBytes(), 30 * (4 + 4 + 2 * 4));
            byte[] snapshot = whole.snapshot();
            learn(whole, 1);
            halved.restore(snapshot);
            learn(halved, 1);
            assertEquals(halved.weights().get(0), whole.weights().get(0));
        }
    }
}
