package org.palimpsest.methods.plasticity;

import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.bounds.Finetune;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * A network that memorises random labels again and again loses the ability to, and every add-on keeps some of it: the same 256 digits with new
 * labels in ten tasks of 25 passes in batches of 16, an MLP of 64-64-64, Adam 0.003. Scored is the share of labels that is known at the
 * ends of the last three tasks.
 */
public class PlasticityLearningTest {
    private static final int SEEDS = 3;
    private static final int TASKS = 10;
    private static final int EXAMPLES = 256;

    private double[] plain;

    /** What they are measured against. */
    @BeforeClass
    public void withoutAddOns() {
        plain = memorised(Map.of());
    }

    private static double[] memorised(Map<AddOnModule<?>, Record> addOns) {
        LabelledImages digits = EmbeddedDatasets.catalogue().load("digits", ImageDataset.class).train();
        return IntStream.range(0, SEEDS).mapToDouble(seed -> memorised(digits, addOns, seed)).toArray();
    }

    private static double memorised(LabelledImages digits, Map<AddOnModule<?>, Record> addOns, int seed) {
        OptimiserOptions adam = new OptimiserOptions(OptimiserOptions.Rule.ADAM, 0.003, 0, 0);
        Workbench.Setup setup = new Workbench.Setup(digits.shape().width(), 0.3, 0.35, new int[] {64, 64, 64}, HeadKind.FULL, 10, adam, seed);
        SplittableRandom random = new SplittableRandom(seed);
        int[] rows = IntStream.range(0, EXAMPLES).toArray();
        double[] shares = new double[TASKS];
        try (Workbench bench = new Workbench(new Finetune(), new NoOptions(), setup, addOns)) {
            NDArray images = bench.upload(digits);
            for (int t = 0; t < TASKS; t++) {
                int[] labels = IntStream.range(0, EXAMPLES).map(i -> random.nextInt(10)).toArray();
                Engine.getInstance().setRandomSeed(100 + t);
                bench.learner().learn(bench.task(t, images, rows, labels), new Budget(25, 16, 0));
                long[] answers = bench.learner().predict(images.get("0:" + EXAMPLES)).argMax(1).toLongArray();
                shares[t] = IntStream.range(0, EXAMPLES).filter(i -> answers[i] == labels[i]).count() / (double) EXAMPLES;
            }
        }
        return Arrays.stream(shares, TASKS - 3, TASKS).average().orElseThrow();
    }

    /**
     * Measured over seeds 0 to 2, with the smallest gain over none (0.423) of a seed: cbp 0.829 (0.279), crelu 1.000 (0.428), l2 0.793 (0.233),
     * l2-init 0.874 (0.324), layernorm 0.909 (0.367), leaky 0.669 (0.053), nap 0.780 (0.249), noisy-grad 0.786 (0.113), redo 0.741 (0.227),
     * shrink-perturb 0.680 (0.117). Asked for is about half of the mean gain. {@code redo} that looks every 150 updates gains nothing, and noise of 0.01
     * gained 0.33 on one processor and 0.07 on another, where seeds 0 to 7 gained 0.09; noise of 0.02 gains 0.26 there.
     */
    @DataProvider
    public Object[][] addOns() {
        return new Object[][] {
            {new ContinualBackprop(), new ContinualBackprop.Options(0.005, 50, 0.99, ContinualBackprop.Utility.ADAPTABLE, true, false), 0.2},
            {new ConcatenatedRelu(), new NoOptions(), 0.29},
            {new L2(), new L2.Options(0.001), 0.18},
            {new L2Init(), new L2Init.Options(0.001), 0.22},
            {new LayerNormalised(), new NoOptions(), 0.24},
            {new Leaky(), new Leaky.Options(0.1), 0.12},
            {new NormalizeAndProject(), new NormalizeAndProject.Options(NormalizeAndProject.Kind.LN, 1, NormalizeAndProject.Affine.JOINT_PROJECT, 0), 0.18},
            {new NoisyGradients(), new NoisyGradients.Options(0.02, 0), 0.16},
            {new DormantUnits(), new DormantUnits.Options(0.02, 30), 0.16},
            {new ShrinkAndPerturb(), new ShrinkAndPerturb.Options(ShrinkAndPerturb.By.FRESH, 0.5, 0, 0, 0), 0.13},
        };
    }

    @Test(dataProvider = "addOns")
    public void keepsTheAbilityToMemorise(AddOnModule<?> addOn, Record options, double margin) {
        double[] shares = memorised(Map.of(addOn, options));
        double gain = IntStream.range(0, SEEDS).mapToDouble(i -> shares[i] - plain[i]).average().orElseThrow();
        assertTrue(gain > margin, addOn.name() + " " + Arrays.toString(shares) + ", without " + Arrays.toString(plain));
    }
}
