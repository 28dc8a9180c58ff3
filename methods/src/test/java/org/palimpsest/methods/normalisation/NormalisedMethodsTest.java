package org.palimpsest.methods.normalisation;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Normaliser;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.distillation.LwfMc;
import org.palimpsest.methods.rehearsal.AsymmetricReplay;
import org.palimpsest.methods.rehearsal.DarkReplay;
import org.palimpsest.methods.rehearsal.DarkReplayPlus;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.palimpsest.methods.rehearsal.GreedyDumb;
import org.palimpsest.methods.rehearsal.ICarl;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Methods on a small convolutional network in which something else normalises. */
public class NormalisedMethodsTest {
    private static final AdaptiveBalanceNormaliser ADAB2N = new AdaptiveBalanceNormaliser();
    private static final Record BALANCED = new AdaptiveBalanceNormaliser.Options(0.4, 0.1, 0, true, false);

    private static Block backbone(NormaliserModule<?> normaliser, Record options) {
        return normaliser.rebuilt(SmallNetworks.oneConvolution(), options);
    }

    private static Workbench bench(MethodModule<?> method, Record options, NormaliserModule<?> normaliser, Record how) {
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[0], HeadKind.FULL, 4, Workbench.Setup.sgd(0.1, 0.9), 12)
                .withTasks(0, 0, 1, 1);
        return new Workbench(method, options, setup, backbone(normaliser, how));
    }

    @DataProvider
    public Object[][] pairs() {
        Record er = new ExperienceReplay.Options(4, 3, MemoryKind.RESERVOIR);
        return new Object[][] {
            {new ExperienceReplay(), er, ADAB2N, BALANCED},
            {new AsymmetricReplay(), new AsymmetricReplay.Options(4, 3), ADAB2N, BALANCED},
            {new DarkReplay(), new DarkReplay.Options(4, 3, 0.3), ADAB2N, BALANCED},
            {new DarkReplayPlus(), new DarkReplayPlus.Options(4, 3, 0.3, 0.5), ADAB2N, BALANCED},
            {new ICarl(), new ICarl.Options(5, true), ADAB2N, BALANCED},
            {new LwfMc(), new NoOptions(), ADAB2N, BALANCED},
            {new GreedyDumb(), new GreedyDumb.Options(4, 5, 2, true, 0.0005, 0.5), ADAB2N, BALANCED},
            {new ExperienceReplay(), er, new ContinualNormaliser(), new ContinualNormaliser.Options(2, true)},
            {new ExperienceReplay(), er, new GroupNormaliser(), new GroupNormaliser.Options(2)},
            {new ExperienceReplay(), er, new LayerNormaliser(), new NoOptions()},
            {new ExperienceReplay(), er, new InstanceNormaliser(), new NoOptions()},
            {new ExperienceReplay(), er, new RootMeanSquareNormaliser(), new NoOptions()},
            {new ExperienceReplay(), er, new NoNormaliser(), new NoOptions()},
        };
    }

    /** Running statistics, rates and priors are part of a snapshot, or the last bit would differ. */
    @Test(dataProvider = "pairs")
    public void goesOnFromASnapshotAsIfItHadNotStopped(MethodModule<?> method, Record options, NormaliserModule<?> normaliser, Record how)
            throws IOException {
        Budget budget = new Budget(3, 2, 0);
        try (Workbench whole = bench(method, options, normaliser, how); Workbench halved = bench(method, options, normaliser, how)) {
            whole.learner().learn(TwoTasks.task(whole, 0), budget);
            byte[] snapshot = whole.snapshot();
            whole.learner().learn(TwoTasks.task(whole, 1), budget);
            halved.restore(snapshot);
            halved.learner().learn(TwoTasks.task(halved, 1), budget);
            for (int i = 0; i < whole.weights().size(); i++) {
                assertEquals(halved.weights().get(i), whole.weights().get(i), "weights " + i);
            }
            float[] predicted = whole.learner().predict(whole.images(TwoTasks.PIXELS[0])).toFloatArray();
            assertEquals(halved.learner().predict(halved.images(TwoTasks.PIXELS[0])).toFloatArray(), predicted);
        }
    }

    @Test
    public void thePriorsOfTasksAreTrainedWithTheNetwork() {
        try (Workbench bench = bench(new ExperienceReplay(), new ExperienceReplay.Options(4, 3, MemoryKind.RESERVOIR), ADAB2N, BALANCED)) {
            for (int task = 0; task < 2; task++) {
                bench.learner().learn(TwoTasks.task(bench, task), new Budget(3, 2, 0));
                float[] psi = ((Norm) bench.network().blocks().entrySet().stream().filter(e -> e.getKey().endsWith("Norm")).findFirst().orElseThrow()
                        .getValue()).getDirectParameters().get("psi").getArray().toFloatArray();
                assertEquals(psi.length, 4);
                assertEquals(psi[0] != 0 && psi[1] != 0, task == 1, Arrays.toString(psi));
                assertEquals(new float[] {psi[2], psi[3]}, new float[2], "there are two tasks");
            }
        }
    }

    /** Layer normalisation that asks for one pass nevertheless; to an example it makes no difference who goes with it. */
    private static final class Together extends NormaliserModule<NoOptions> {
        Together() {
            super("together", "", "", NoOptions.class);
        }

        @Override
        protected Block build(NoOptions options) {
            GroupNorm alone = new GroupNorm(shape -> 1);
            return new Normaliser() {
                {
                    addChildBlock("alone", alone);
                }

                @Override
                public boolean joint() {
                    return true;
                }

                @Override
                public void initializeChildBlocks(ai.djl.ndarray.NDManager manager, ai.djl.ndarray.types.DataType type, Shape... inputs) {
                    alone.initialize(manager, type, inputs);
                }

                @Override
                protected NDArray normalise(ParameterStore store, NDArray x, boolean training) {
                    return alone.forward(store, new NDList(x), training).singletonOrThrow();
                }
            };
        }
    }

    @DataProvider
    public Object[][] replaying() {
        return new Object[][] {
            {new ExperienceReplay(), new ExperienceReplay.Options(4, 3, MemoryKind.RESERVOIR), List.of(2, 1), List.of(2, 1)},
            {new AsymmetricReplay(), new AsymmetricReplay.Options(4, 3), List.of(2, 3, 2, 3, 1, 3), List.of(5, 5, 4)},
            {new DarkReplay(), new DarkReplay.Options(4, 3, 0.3), List.of(2, 3, 2, 3, 1, 3), List.of(5, 5, 4)},
            {new DarkReplayPlus(), new DarkReplayPlus.Options(4, 3, 0.3, 0.5), List.of(2, 3, 3, 2, 3, 3, 1, 3, 3), List.of(8, 8, 7)},
        };
    }

    /** One pass or several: the same losses, so the same weights; and as many passes as there should be. */
    @Test(dataProvider = "replaying")
    public void onePassForAllBatchesGivesTheSameLossWhereExamplesAreNormalisedOneByOne(MethodModule<?> method, Record options, List<Integer> apart,
            List<Integer> together) {
        Budget budget = new Budget(1, 2, 0);
        try (Workbench several = bench(method, options, new LayerNormaliser(), new NoOptions());
                Workbench one = bench(method, options, new Together(), new NoOptions())) {
            List<List<Integer>> passes = new ArrayList<>();
            for (Workbench bench : List.of(several, one)) {
                float[] untrained = bench.weights().get(0);
                bench.learner().learn(TwoTasks.task(bench, 0), budget);
                bench.forwards();
                bench.learner().learn(TwoTasks.task(bench, 1), budget);
                passes.add(bench.forwards());
                assertNotEquals(bench.weights().get(0), untrained);
            }
            if (!(method instanceof ExperienceReplay)) {
                assertEquals(passes, List.of(apart, together));
            } else {
                assertEquals(passes.get(0), passes.get(1), "its batches are joined anyway");
            }
            for (int i = 0; i < one.weights().size(); i++) {
                assertEquals(one.weights().get(i), several.weights().get(i), 1e-5f, "weights " + i);
            }
        }
    }
}
