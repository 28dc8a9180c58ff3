package org.palimpsest.methods;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNotNull;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.adapters.LoraOptions;
import org.palimpsest.methods.averaging.BalanceRule;
import org.palimpsest.methods.bounds.Joint;
import org.palimpsest.methods.distillation.LearningWithoutForgetting;
import org.palimpsest.methods.frozen.DeeSil;
import org.palimpsest.methods.frozen.FeCam;
import org.palimpsest.methods.frozen.FeTril;
import org.palimpsest.methods.frozen.FeTril.ClassifierKind;
import org.palimpsest.methods.frozen.FeTril.Solver;
import org.palimpsest.methods.frozen.FeTrilFc;
import org.palimpsest.methods.frozen.NearestClassMean;
import org.palimpsest.methods.frozen.StreamingLda;
import org.palimpsest.methods.frozen.Translation.Similarity;
import org.palimpsest.methods.frozen.Translation.Source;
import org.palimpsest.methods.fscil.Fscils;
import org.palimpsest.methods.instruction.InstructionAssistant;
import org.palimpsest.methods.instruction.MixtureOfLora;
import org.palimpsest.methods.instruction.OrthogonalLora;
import org.palimpsest.methods.regularisation.ElasticWeightConsolidation;
import org.palimpsest.methods.regularisation.MemoryAwareSynapses;
import org.palimpsest.methods.regularisation.OnlineEwc;
import org.palimpsest.methods.regularisation.SynapticIntelligence;
import org.palimpsest.methods.rehearsal.AsymmetricReplay;
import org.palimpsest.methods.rehearsal.AveragedGem;
import org.palimpsest.methods.rehearsal.DarkReplay;
import org.palimpsest.methods.rehearsal.DarkReplayPlus;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.palimpsest.methods.rehearsal.GreedyDumb;
import org.palimpsest.methods.rehearsal.ICarl;
import org.palimpsest.methods.rehearsal.MaximallyInterfered;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What every built-in method must keep to, found as the harness finds them. */
public class BuiltInMethodsTest {
    /** Where methods come from that need layers which are open to adapters. */
    private static final Set<String> ADAPTED = Set.of("org.palimpsest.methods.adapters", "org.palimpsest.methods.instruction");
    private static final LoraOptions LORA = new LoraOptions(2, 1, 0.2, List.of("Projection1", "Projection2"), true);

    private static TreeMap<String, MethodModule<?>> found() {
        TreeMap<String, MethodModule<?>> methods = new TreeMap<>();
        ServiceLoader.load(MethodModule.class).forEach(m -> methods.put(m.name(), m));
        return methods;
    }

    @DataProvider
    public Object[][] methods() {
        TreeMap<String, MethodModule<?>> methods = found();
        return new Object[][] {
            {methods.get("finetune"), new NoOptions()},
            {methods.get("joint"), new Joint.Options(Optional.empty())},
            {methods.get("cumulative"), new NoOptions()},
            {methods.get("freeze"), new NoOptions()},
            {methods.get("er"), new ExperienceReplay.Options(4, 3, MemoryKind.RESERVOIR)},
            {methods.get("er"), new ExperienceReplay.Options(4, 3, MemoryKind.RING)},
            {methods.get("er"), new ExperienceReplay.Options(4, 3, MemoryKind.CLASS_BALANCED)},
            {methods.get("er-ace"), new AsymmetricReplay.Options(4, 3)},
            {methods.get("der"), new DarkReplay.Options(4, 3, 0.3)},
            {methods.get("der++"), new DarkReplayPlus.Options(4, 3, 0.3, 0.5)},
            {methods.get("mir"), new MaximallyInterfered.Options(4, 2, 3)},
            {methods.get("agem"), new AveragedGem.Options(4, 3)},
            {methods.get("gdumb"), new GreedyDumb.Options(4, 5, 2, true, 0.0005, 0.5)},
            {methods.get("gdumb"), new GreedyDumb.Options(4, 5, 2, true, 0.0005, 0.5, OptionalInt.of(2))},
            {methods.get("er"), new ExperienceReplay.Options(4, 3, MemoryKind.CLASS_BALANCED, OptionalDouble.of(2), OptionalInt.of(2))},
            {methods.get("er"), new ExperienceReplay.Options(4, 3, MemoryKind.RING, OptionalDouble.of(0), OptionalInt.of(2))},
            {methods.get("er-ace"), new AsymmetricReplay.Options(4, 3, OptionalDouble.of(0.5))},
            {methods.get("mir"), new MaximallyInterfered.Options(4, 2, 3, OptionalDouble.of(0.5))},
            {methods.get("icarl"), new ICarl.Options(5, true, OptionalInt.of(2))},
            {methods.get("icarl"), new ICarl.Options(5, true)},
            {methods.get("si"), new SynapticIntelligence.Options(0.5, 0.1, 0)},
            {methods.get("si"), new SynapticIntelligence.Options(0.5, 0.1, 0.01)},
            {methods.get("ewc"), new ElasticWeightConsolidation.Options(5, 0, 1)},
            {methods.get("online-ewc"), new OnlineEwc.Options(5, 0.9, 3, 2)},
            {methods.get("mas"), new MemoryAwareSynapses.Options(0.1, 0, 1)},
            {methods.get("lwf"), new LearningWithoutForgetting.Options(List.of(0.0, 0.7), 2, false)},
            {methods.get("lwf-mc"), new NoOptions()},
            {methods.get("ncm"), new NearestClassMean.Options(true, true)},
            {methods.get("slda"), new StreamingLda.Options(true, 1e-4, true)},
            {methods.get("fetril"), new FeTril.Options(ClassifierKind.SVM, Similarity.EUCLIDEAN, 1, Source.NEAREST, true, 1, 1e-4, Solver.NEWTON, true,
                    5, 0.05, 2, 0.9, 0)},
            {methods.get("fetril"), new FeTril.Options(ClassifierKind.FC, Similarity.COSINE, 2, Source.RANDOM, true, 1, 1e-4, Solver.NEWTON, true,
                    5, 0.05, 2, 0.9, 0)},
            {methods.get("fetril-fc"), new FeTrilFc.Options(Similarity.EUCLIDEAN, 1, Source.HERDING, false, true, 5, 0.05, 2, 0.9, 0)},
            {methods.get("deesil"), new DeeSil.Options(true, 1, 1e-4, true)},
            {methods.get("fecam"), new FeCam.Options(0.5, 1, 1, true)},
            {methods.get("lora"), LORA},
            {methods.get("lora-per-task"), LORA},
            {methods.get("lcia"), new InstructionAssistant.Options(LORA, 0.9, InstructionAssistant.Start.FRESH, BalanceRule.PAPER, OptionalDouble.empty())},
            {methods.get("lcia"), new InstructionAssistant.Options(LORA, 0.9, InstructionAssistant.Start.PREVIOUS, BalanceRule.CODE, OptionalDouble.of(0.4))},
            {methods.get("o-lora"), new OrthogonalLora.Options(LORA, 0.1, OrthogonalLora.Overlap.ABSOLUTE)},
            {methods.get("o-lora"), new OrthogonalLora.Options(LORA, 0.01, OrthogonalLora.Overlap.SQUARED)},
            {methods.get("moe-lora"), new MixtureOfLora.Options(LORA, 2, 0)},
            {methods.get("moe-lora"), new MixtureOfLora.Options(LORA, 2, 1)},
            {methods.get("fscil"), Fscils.options("none")},
            {methods.get("fscil"), Fscils.options("all", "prototypes", Map.of("width", 8, "assignment", "hungarian"))},
            {methods.get("fscil"), Fscils.options("all", "prototypes", Map.of("width", 8, "role", "means"),
                    "subnet", Map.of("selection", "magnitude"), "finetuning", Map.of("rule", "sgd"))},
            {methods.get("fscil"), Fscils.options("all", "prototypes", Map.of("width", 5, "frame", "optimised", "role", "vectors",
                    "assignment", "hungarian"), "rotation", Map.of("turns", "one"), "ssl", Map.of("epochs", 1))},
        };
    }

    @Test
    public void theServiceLoaderFindsThemAll() {
        assertEquals(found().keySet().toString(),
                "[agem, cumulative, deesil, der, der++, dqn, er, er-ace, ewc, fecam, fetril, fetril-fc, finetune, freeze, fscil, gdumb, "
                        + "icarl, joint, lcia, lora, lora-per-task, lwf, lwf-mc, mas, mir, moe-lora, ncm, o-lora, online-ewc, ppo, pt-dqn, random, si, "
                        + "slda, zero-shot]");
    }

    @Test(dataProvider = "methods")
    public void saysWhatItIsAndWhereItComesFrom(MethodModule<?> method, Record options) {
        assertFalse(method.summary().isBlank());
        assertFalse(method.source().isBlank());
        assertEquals(method.options(), options.getClass());
        everyOptionIsDocumented(method.options());
    }

    private static void everyOptionIsDocumented(Class<?> options) {
        for (RecordComponent component : options.getRecordComponents()) {
            if (component.getType().isRecord()) {
                everyOptionIsDocumented(component.getType());
                continue;
            }
            assertNotNull(component.getAnnotation(Doc.class), component.getName());
            boolean open = List.of(Optional.class, OptionalInt.class, OptionalDouble.class).contains(component.getType());
            assertTrue(open || component.isAnnotationPresent(Default.class), component.getName());
        }
    }

    private static Workbench bench(MethodModule<?> method, Record options, HeadKind head) {
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[] {16, 12}, head, 4, Workbench.Setup.sgd(0.1, 0.9), 12);
        return ADAPTED.contains(method.getClass().getPackageName()) ? new Workbench(method, options, setup, Workbench.openLayers(setup))
                : new Workbench(method, options, setup);
    }

    @DataProvider
    public Object[][] methodsAndHeads() {
        Object[][] methods = methods();
        Object[][] all = new Object[methods.length * 3][];
        HeadKind[] heads = {HeadKind.FULL, HeadKind.GROWING, HeadKind.COSINE};
        for (int i = 0; i < all.length; i++) {
            all[i] = new Object[] {methods[i / 3][0], methods[i / 3][1], heads[i % 3]};
        }
        return all;
    }

    /** As the engine does it: its generator is seeded anew when a task begins. */
    private static void learn(Workbench bench, int task) {
        Engine.getInstance().setRandomSeed(100 + task);
        bench.learner().learn(TwoTasks.task(bench, task), new Budget(3, 2, 0));
    }

    /** A memory smaller than the task, momentum and a growing head: whatever a snapshot forgot would show in the last bit. */
    @Test(dataProvider = "methodsAndHeads")
    public void goesOnFromASnapshotAsIfItHadNotStopped(MethodModule<?> method, Record options, HeadKind head) throws IOException {
        try (Workbench whole = bench(method, options, head);
                Workbench halved = bench(method, options, head);
                Workbench forgetful = bench(method, options, head)) {
            learn(whole, 0);
            byte[] snapshot = whole.snapshot();
            learn(whole, 1);

            halved.restore(snapshot);
            assertEquals(halved.network().seenClasses(), 2);
            learn(halved, 1);
            learn(forgetful, 1);

            for (int i = 0; i < whole.weights().size(); i++) {
                assertEquals(halved.weights().get(i), whole.weights().get(i), "weights " + i);
            }
            float[] predicted = whole.learner().predict(whole.images(TwoTasks.PIXELS[0])).toFloatArray();
            assertEquals(halved.learner().predict(halved.images(TwoTasks.PIXELS[0])).toFloatArray(), predicted);
            assertEquals(halved.snapshot().length, whole.snapshot().length);
            assertNotEquals(marks(forgetful), marks(whole), "the first task left its mark");
        }
    }

    @Test(dataProvider = "methods")
    public void nothingIsLeftOfAStep(MethodModule<?> method, Record options) {
        assertEquals(TwoTasks.liveArraysAfter(9, bench(method, options, HeadKind.FULL)), TwoTasks.liveArraysAfter(2, bench(method, options, HeadKind.FULL)));
    }

    private static String marks(Workbench bench) {
        return bench.weights().stream().map(Arrays::toString).toList().toString();
    }

    @Test(dataProvider = "methods")
    public void thePredictionScoresEveryOutput(MethodModule<?> method, Record options) {
        try (Workbench bench = bench(method, options, HeadKind.GROWING)) {
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(1, 2, 0));
            assertEquals(bench.learner().predict(bench.images(TwoTasks.PIXELS[1])).getShape().getShape(), new long[] {5, 2});
            bench.learner().learn(TwoTasks.task(bench, 1), new Budget(1, 2, 0));
            assertEquals(bench.learner().predict(bench.images(TwoTasks.PIXELS[1])).getShape().getShape(), new long[] {5, 4});
        }
    }
}
