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
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.methods.adapters.Lora;
import org.palimpsest.methods.adapters.LoraOptions;
import org.palimpsest.methods.averaging.BalanceRule;
import org.palimpsest.methods.averaging.WeightAverage;
import org.palimpsest.methods.plasticity.ContinualBackprop;
import org.palimpsest.methods.plasticity.DormantUnits;
import org.palimpsest.methods.plasticity.L2;
import org.palimpsest.methods.plasticity.L2Init;
import org.palimpsest.methods.plasticity.Leaky;
import org.palimpsest.methods.plasticity.NoisyGradients;
import org.palimpsest.methods.plasticity.NormalizeAndProject;
import org.palimpsest.methods.plasticity.ShrinkAndPerturb;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What every add-on that takes part in training must keep to, whatever it trains, found as the harness finds them, behind a method with a memory. */
public class BuiltInAddOnsTest {
    private static final Set<String> ROOMS = Set.of("org.palimpsest.methods.plasticity", "org.palimpsest.methods.averaging", "org.palimpsest.methods.adapters");
    private static final List<OptimiserOptions> RULES = List.of(
            new OptimiserOptions(OptimiserOptions.Rule.SGD, 0.1, 0.9, 0), new OptimiserOptions(OptimiserOptions.Rule.ADAM, 0.01, 0, 0));

    private static TreeMap<String, AddOnModule<?>> found() {
        TreeMap<String, AddOnModule<?>> addOns = new TreeMap<>();
        ServiceLoader.load(AddOnModule.class).stream().map(ServiceLoader.Provider::get)
                .filter(m -> ROOMS.contains(m.getClass().getPackageName())).forEach(m -> addOns.put(m.name(), m));
        return addOns;
    }

    @DataProvider
    public Object[][] addOns() {
        TreeMap<String, AddOnModule<?>> addOns = found();
        return new Object[][] {
            {addOns.get("cbp"), new ContinualBackprop.Options(0.05, 2, 0.8, ContinualBackprop.Utility.ADAPTABLE, true, true)},
            {addOns.get("cbp"), new ContinualBackprop.Options(0.05, 2, 0.8, ContinualBackprop.Utility.CONTRIBUTION, false, false)},
            {addOns.get("crelu"), new NoOptions()},
            {addOns.get("ema"), new WeightAverage.Options(BalanceRule.PAPER, OptionalDouble.empty(), false)},
            {addOns.get("ema"), new WeightAverage.Options(BalanceRule.CODE, OptionalDouble.of(0.5), true)},
            {addOns.get("ema"), new WeightAverage.Options(BalanceRule.CNEXT, OptionalDouble.of(0.7), true)},
            {addOns.get("ema"), new WeightAverage.Options(BalanceRule.FIXED, OptionalDouble.of(0.2), false)},
            {addOns.get("l2"), new L2.Options(0.01)},
            {addOns.get("l2-init"), new L2Init.Options(0.1)},
            {addOns.get("layernorm"), new NoOptions()},
            {addOns.get("leaky"), new Leaky.Options(0.1)},
            {addOns.get("lora"), new LoraOptions(2, 4, 0.2, List.of("Projection1", "Projection2"), false)},
            {addOns.get("nap"), new NormalizeAndProject.Options(NormalizeAndProject.Kind.LN, 2, NormalizeAndProject.Affine.JOINT_PROJECT, 0)},
            {addOns.get("nap"), new NormalizeAndProject.Options(NormalizeAndProject.Kind.RMS, 1, NormalizeAndProject.Affine.REGULARISE, 0.1)},
            {addOns.get("noisy-grad"), new NoisyGradients.Options(0.1, 0.5)},
            {addOns.get("redo"), new DormantUnits.Options(0.3, 3)},
            {addOns.get("shrink-perturb"), new ShrinkAndPerturb.Options(ShrinkAndPerturb.By.FRESH, 0.6, 0, 0, 0)},
            {addOns.get("shrink-perturb"), new ShrinkAndPerturb.Options(ShrinkAndPerturb.By.NOISE, 0, 0, 0.1, 0.01)},
        };
    }

    @Test
    public void theServiceLoaderFindsThemAll() {
        assertEquals(found().keySet().toString(), "[cbp, crelu, ema, l2, l2-init, layernorm, leaky, lora, nap, noisy-grad, redo, shrink-perturb]");
    }

    @Test(dataProvider = "addOns")
    public void saysWhatItIsAndWhereItComesFrom(AddOnModule<?> addOn, Record options) {
        assertFalse(addOn.summary().isBlank());
        assertTrue(addOn.source().matches(".*\\d{4}.*"), addOn.source());
        assertEquals(addOn.options(), options.getClass());
        for (RecordComponent component : addOn.options().getRecordComponents()) {
            assertNotNull(component.getAnnotation(Doc.class), component.getName());
            boolean mayBeAbsent = component.getType() == OptionalDouble.class || component.getType() == Optional.class;
            assertTrue(mayBeAbsent || component.isAnnotationPresent(Default.class), component.getName());
        }
    }

    private static Workbench bench(AddOnModule<?> addOn, Record options, HeadKind head, OptimiserOptions optimiser) {
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[] {7, 5}, head, 4, optimiser, 12);
        return new Workbench(new ExperienceReplay(), new ExperienceReplay.Options(4, 3, MemoryKind.RESERVOIR), setup, Map.of(addOn, options),
                addOn instanceof Lora ? Optional.of(Workbench.openLayers(setup)) : Optional.empty());
    }

    @DataProvider
    public Object[][] addOnsAndHeads() {
        Object[][] addOns = addOns();
        HeadKind[] heads = {HeadKind.FULL, HeadKind.GROWING};
        Object[][] all = new Object[addOns.length * 2][];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Object[] {addOns[i / 2][0], addOns[i / 2][1], heads[i % 2], RULES.get(i % 2)};
        }
        return all;
    }

    /** As the engine does it: its generator is seeded anew when a task begins. */
    private static void learn(Workbench bench, int task) {
        Engine.getInstance().setRandomSeed(100 + task);
        bench.learner().learn(TwoTasks.task(bench, task), new Budget(4, 2, 0));
    }

    @Test(dataProvider = "addOnsAndHeads")
    public void goesOnFromASnapshotAsIfItHadNotStopped(AddOnModule<?> addOn, Record options, HeadKind head, OptimiserOptions optimiser) throws IOException {
        try (Workbench whole = bench(addOn, options, head, optimiser); Workbench halved = bench(addOn, options, head, optimiser)) {
            learn(whole, 0);
            byte[] snapshot = whole.snapshot();
            learn(whole, 1);
            halved.restore(snapshot);
            learn(halved, 1);
            for (int i = 0; i < whole.weights().size(); i++) {
                assertEquals(halved.weights().get(i), whole.weights().get(i), "weights " + i);
            }
            assertEquals(halved.snapshot().length, whole.snapshot().length, "an archive also tells the time");
        }
    }

    /** The same method without the add-on, and the same with it a second time. */
    @Test(dataProvider = "addOnsAndHeads")
    public void changesHowTheMethodTrainsAndIsReproducible(AddOnModule<?> addOn, Record options, HeadKind head, OptimiserOptions optimiser) {
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[] {7, 5}, head, 4, optimiser, 12);
        try (Workbench one = bench(addOn, options, head, optimiser);
                Workbench other = bench(addOn, options, head, optimiser);
                Workbench plain = new Workbench(new ExperienceReplay(), new ExperienceReplay.Options(4, 3, MemoryKind.RESERVOIR), setup)) {
            for (Workbench bench : List.of(one, other, plain)) {
                learn(bench, 0);
                learn(bench, 1);
            }
            assertEquals(marks(other), marks(one));
            assertNotEquals(marks(plain), marks(one));
        }
    }

    @Test(dataProvider = "addOns")
    public void nothingIsLeftOfAStep(AddOnModule<?> addOn, Record options) {
        assertEquals(TwoTasks.liveArraysAfter(9, bench(addOn, options, HeadKind.FULL, RULES.get(0))),
                TwoTasks.liveArraysAfter(2, bench(addOn, options, HeadKind.FULL, RULES.get(0))));
    }

    private static String marks(Workbench bench) {
        return bench.weights().stream().map(Arrays::toString).toList().toString();
    }
}
