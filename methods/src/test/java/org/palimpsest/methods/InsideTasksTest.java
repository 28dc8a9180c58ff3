package org.palimpsest.methods;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.Dropout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.text.Asked;
import org.palimpsest.harness.api.text.Instructed;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.methods.adapters.Lora;
import org.palimpsest.methods.adapters.LoraOptions;
import org.palimpsest.methods.averaging.BalanceRule;
import org.palimpsest.methods.bounds.Finetune;
import org.palimpsest.methods.fscil.Fscils;
import org.palimpsest.methods.instruction.InstructionAssistant;
import org.palimpsest.methods.instruction.MixtureOfLora;
import org.palimpsest.methods.instruction.OrthogonalLora;
import org.palimpsest.methods.normalisation.AdaptiveBalanceNormaliser;
import org.palimpsest.methods.normalisation.PreciseBatchNorm;
import org.palimpsest.methods.normalisation.SmallNetworks;
import org.palimpsest.methods.objective.LabelSmoothing;
import org.palimpsest.methods.plasticity.ShrinkAndPerturb;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Whatever learns in passes goes on inside a task, after each pass, as if it had not stopped, and says where it cannot: every method, every add-on, and
 * what normalises, with examinations on the way.
 */
public class InsideTasksTest {
    private static final int PASSES = 4;
    private static final LoraOptions LORA = new LoraOptions(2, 1, 0, List.of("Projection1", "Projection2"), true);

    /**
     * Something that learns.
     *
     * @param stops in the first task and in the second: passes after which it can go on
     */
    private record Subject(String what, Supplier<Workbench> bench, int... stops) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Workbench.Setup setup(OptimiserOptions rule) {
        return new Workbench.Setup(2, 0.3, 0.4, new int[] {7, 5}, HeadKind.GROWING, 4, rule, 12).withTasks(0, 0, 1, 1);
    }

    private static MethodModule<?> method(String name) {
        return ServiceLoader.load(MethodModule.class).stream().map(ServiceLoader.Provider::get).filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    }

    private static Subject subject(MethodModule<?> method, Record options, int... stops) {
        Workbench.Setup setup = setup(Workbench.Setup.sgd(0.1, 0.9));
        boolean open = Set.of("org.palimpsest.methods.adapters", "org.palimpsest.methods.instruction").contains(method.getClass().getPackageName());
        return new Subject(method.name() + " " + options, () -> open ? new Workbench(method, options, setup, Workbench.openLayers(setup))
                : new Workbench(method, options, setup), stops);
    }

    private static Subject subject(AddOnModule<?> addOn, Record options, OptimiserOptions rule, int... stops) {
        Workbench.Setup setup = setup(rule);
        return new Subject(addOn.name() + " " + options, () -> new Workbench(new ExperienceReplay(),
                new ExperienceReplay.Options(4, 3, MemoryKind.RESERVOIR), setup, Map.of(addOn, options),
                addOn instanceof Lora ? Optional.of(Workbench.openLayers(setup))
                        : addOn instanceof PreciseBatchNorm ? Optional.of(SmallNetworks.oneConvolution()) : Optional.empty()), stops);
    }

    /** How many pauses a method has in each task. */
    private static int[] stops(MethodModule<?> method, Record options) {
        boolean dropout = String.valueOf(options).contains("dropout=0.2");
        return switch (method.name()) {
            case "lora", "lora-per-task", "lcia", "o-lora", "moe-lora" -> dropout ? new int[] {0, 0} : new int[] {PASSES - 1, PASSES - 1};
            case "ncm", "slda", "fetril", "fetril-fc", "deesil", "fecam" -> new int[] {PASSES - 1, 0};
            case "gdumb" -> new int[] {4, 4};
            case "fscil" -> new int[] {String.valueOf(options).contains("ssl=Options[epochs=1") ? 0 : PASSES - 1, 0};
            default -> new int[] {PASSES - 1, PASSES - 1};
        };
    }

    @DataProvider
    public Object[][] subjects() {
        List<Subject> subjects = new ArrayList<>();
        for (Object[] pair : new BuiltInMethodsTest().methods()) {
            subjects.add(subject((MethodModule<?>) pair[0], (Record) pair[1], stops((MethodModule<?>) pair[0], (Record) pair[1])));
        }
        Map<String, Record> open = Map.of("lora", LORA, "lora-per-task", LORA, "moe-lora", new MixtureOfLora.Options(LORA, 2, 1),
                "lcia", new InstructionAssistant.Options(LORA, 0.0, InstructionAssistant.Start.FRESH, BalanceRule.PAPER, OptionalDouble.empty()),
                "o-lora", new OrthogonalLora.Options(LORA, 0.1, OrthogonalLora.Overlap.ABSOLUTE));
        open.forEach((name, options) -> subjects.add(subject(method(name), options, PASSES - 1, PASSES - 1)));
        subjects.add(subject(method("fscil"), Fscils.options("[supcon, prototypes, rotation, pseudo-classes]", "prototypes", Map.of("width", 8)),
                PASSES - 1, 0));
        subjects.add(subject(method("fscil"), Fscils.options("[subnet]"), 0, 0));
        List<OptimiserOptions> rules = List.of(Workbench.Setup.sgd(0.1, 0.9), new OptimiserOptions(OptimiserOptions.Rule.ADAM, 0.01, 0, 0));
        for (Object[] pair : new BuiltInAddOnsTest().addOns()) {
            AddOnModule<?> addOn = (AddOnModule<?>) pair[0];
            String options = pair[1].toString();
            int stops = addOn.name().equals("noisy-grad") || options.contains("by=NOISE") || options.contains("dropout=0.2") ? 0 : PASSES - 1;
            rules.forEach(rule -> subjects.add(subject(addOn, (Record) pair[1], rule, stops, stops)));
        }
        subjects.add(subject(new ShrinkAndPerturb(), new ShrinkAndPerturb.Options(ShrinkAndPerturb.By.FRESH, 0.6, 2, 0, 0), rules.get(0), 0, 0));
        subjects.add(subject(new LabelSmoothing(), new LabelSmoothing.Options(0.1), rules.get(0), PASSES - 1, PASSES - 1));
        subjects.add(subject(new PreciseBatchNorm(), new PreciseBatchNorm.Options(6, 3, PreciseBatchNorm.Tasks.SEEN), rules.get(0), PASSES - 1, PASSES - 1));
        Record balanced = new AdaptiveBalanceNormaliser.Options(0.4, 0.1, 0, true, false);
        subjects.add(new Subject("adab2n", () -> new Workbench(new ExperienceReplay(), new ExperienceReplay.Options(4, 3, MemoryKind.RING),
                setup(rules.get(0)), new AdaptiveBalanceNormaliser().rebuilt(SmallNetworks.oneConvolution(), balanced)), PASSES - 1, PASSES - 1));
        return subjects.stream().map(subject -> new Object[] {subject}).toArray(Object[][]::new);
    }

    /** As the engine does it: its generator is seeded anew when a task begins. There are examinations on the way. */
    private static void learn(Workbench bench, int task) {
        Engine.getInstance().setRandomSeed(100 + task);
        Classifier learner = bench.learner();
        if (learner instanceof Instructed listening) {
            listening.study(asked(task));
        }
        int[] steps = {0};
        bench.afterEachStep(() -> {
            if (++steps[0] % 2 == 0) {
                if (learner instanceof Instructed listening) {
                    listening.answer(asked(steps[0] / 2 % (task + 1)));
                }
                learner.predict(bench.images(TwoTasks.PIXELS[task]));
            }
        });
        learner.learn(TwoTasks.task(bench, task), new Budget(PASSES, 2, 0));
    }

    private static Asked asked(int task) {
        return new Asked(List.of(task == 0 ? "sort the fruit by colour" : "translate each verb"), OptionalInt.of(task));
    }

    @Test(dataProvider = "subjects")
    public void goesOnAfterEachPassAsIfItHadNotStopped(Subject subject) throws IOException {
        List<List<byte[]>> pauses = new ArrayList<>();
        List<byte[]> ends = new ArrayList<>();
        List<Map<String, Double>> readings = new ArrayList<>();
        try (Workbench whole = subject.bench().get()) {
            for (int task = 0; task < 2; task++) {
                whole.beginTask(Optional.empty());
                learn(whole, task);
                pauses.add(List.copyOf(whole.pauses()));
                ends.add(whole.snapshot());
                readings.add(whole.readings());
            }
        }
        assertEquals(pauses.stream().mapToInt(List::size).toArray(), subject.stops());
        for (int task = 0; task < 2; task++) {
            for (byte[] pause : pauses.get(task)) {
                try (Workbench resumed = subject.bench().get()) {
                    if (task > 0) {
                        resumed.restore(ends.get(task - 1));
                    }
                    resumed.beginTask(Optional.of(pause));
                    learn(resumed, task);
                    assertTrue(Arrays.equals(resumed.snapshot(), ends.get(task)), "another end of task " + task);
                    assertEquals(resumed.readings(), readings.get(task));
                }
            }
        }
    }

    /** What a stranger's method keeps is not known to be saved in the middle of a task, nor what a stranger's block draws, unless they say so. */
    @Test
    public void whoSaysNothingGoesOnAtTheStartOfItsTask() {
        Workbench.Setup setup = setup(Workbench.Setup.sgd(0.1, 0));
        SequentialBlock dropping = new SequentialBlock().add(Workbench.openLayers(setup)).add(Dropout.builder().optRate(0.5f).build());
        SequentialBlock quiet = new SequentialBlock().add(Workbench.openLayers(setup));
        for (boolean drops : new boolean[] {true, false}) {
            try (Workbench bench = new Workbench(new Finetune(), new NoOptions(), setup, drops ? dropping : quiet)) {
                assertEquals(bench.network().savesInsideTasks(), !drops);
                bench.beginTask(Optional.empty());
                learn(bench, 0);
                assertEquals(bench.pauses().size(), drops ? 0 : PASSES - 1);
            }
        }
        assertFalse(new AddOn() {}.savesInsideTasks());
    }
}
