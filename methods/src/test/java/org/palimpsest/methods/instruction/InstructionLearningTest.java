package org.palimpsest.methods.instruction;

import static org.testng.Assert.assertTrue;

import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.LearningRun;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.adapters.Lora;
import org.palimpsest.methods.adapters.LoraOptions;
import org.palimpsest.methods.adapters.SequentialLora;
import org.palimpsest.methods.averaging.BalanceRule;
import org.palimpsest.methods.bounds.Joint;
import org.palimpsest.methods.regularisation.ElasticWeightConsolidation;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * What methods that train adapters keep of past tasks, on real data: five tasks of two digits in batches of 10, SGD 0.05, adapters of rank 8 beside both layers
 * of a random MLP of 100-100. Each task has an instruction of its own that is a little like those of the others.
 */
public class InstructionLearningTest {
    private static final int SEEDS = 3;
    private static final LoraOptions LORA = new LoraOptions(8, 16, 0, List.of("Projection1", "Projection2"), false);
    private static final Supplier<Block> NETWORK = () -> Workbench.openLayers(
            new Workbench.Setup(8, 0, 1, new int[] {100, 100}, HeadKind.FULL, 10, Workbench.Setup.sgd(0.05, 0), 0));
    private static final List<String> ASKED = List.of("alpha", "beta", "gamma", "delta", "epsilon");
    private static final LearningRun ALL_CLASSES = run(Scenario.CLASS_INCREMENTAL, 3);
    private static final LearningRun TOLD_TASKS = run(Scenario.TASK_INCREMENTAL, 5);

    private final Map<String, double[]> measured = new HashMap<>();

    private static LearningRun run(Scenario scenario, int epochs) {
        return new LearningRun("digits", scenario, epochs, 0.05, SEEDS, Optional.of(NETWORK), task -> List.of("Read number " + ASKED.get(task)));
    }

    private static InstructionAssistant.Options lcia(double threshold, InstructionAssistant.Start start) {
        return new InstructionAssistant.Options(LORA, threshold, start, BalanceRule.FIXED, OptionalDouble.empty());
    }

    /**
     * Measured over seeds 0 to 2, with the smallest gain of a seed over lora. Of all classes (lora 0.200, zero-shot 0.097): lora-per-task 0.994 (0.786), lcia
     * with a group for each task 0.994 (0.786) or, begun as the previous one, 0.995 (0.794), with one group for all 0.240 (0.006), er+lora 0.813 (0.601),
     * joint+lora 0.920 (0.672). On told tasks (lora 0.888, zero-shot 0.490): o-lora 0.984 (0.073), er+lora 0.975 (0.062), ewc+lora 0.944 (0.031), moe-lora
     * 0.869 (-0.033). Asked for is about 60 % of the mean gain.
     */
    @DataProvider
    public Object[][] methods() {
        ExperienceReplay.Options er = new ExperienceReplay.Options(200, 10, MemoryKind.RESERVOIR);
        Map<AddOnModule<?>, Record> lora = Map.of(new Lora(), LORA);
        return new Object[][] {
            {ALL_CLASSES, new LoraPerTask(), LORA, Map.of(), 0.5},
            {ALL_CLASSES, new InstructionAssistant(), lcia(0.9, InstructionAssistant.Start.FRESH), Map.of(), 0.5},
            {ALL_CLASSES, new InstructionAssistant(), lcia(0.9, InstructionAssistant.Start.PREVIOUS), Map.of(), 0.5},
            {ALL_CLASSES, new InstructionAssistant(), lcia(0.1, InstructionAssistant.Start.FRESH), Map.of(), 0.02},
            {ALL_CLASSES, new ExperienceReplay(), er, lora, 0.35},
            {ALL_CLASSES, new Joint(), new Joint.Options(Optional.empty()), lora, 0.45},
            {TOLD_TASKS, new OrthogonalLora(), new OrthogonalLora.Options(LORA, 0.5, OrthogonalLora.Overlap.ABSOLUTE), Map.of(), 0.06},
            {TOLD_TASKS, new ExperienceReplay(), er, lora, 0.05},
            {TOLD_TASKS, new ElasticWeightConsolidation(), new ElasticWeightConsolidation.Options(500, 0, 1), lora, 0.03},
        };
    }

    @Test(dataProvider = "methods")
    public void keepsMoreThanOneSetOfAdapters(LearningRun run, MethodModule<?> method, Record options, Map<AddOnModule<?>, Record> addOns, double margin) {
        double[] lora = measured.computeIfAbsent(run.scenario().name(), name -> run.accuracies(new SequentialLora(), LORA));
        assertGain(run.accuracies(method, options, addOns), lora, margin);
    }

    /** What forgets still learns: the mixture of experts, as adapters alone, gains 0.38 (0.36) over a network that nobody taught. */
    @Test
    public void aMixtureOfExpertsLearns() {
        double[] untaught = TOLD_TASKS.accuracies(new ZeroShot(), new NoOptions());
        assertGain(TOLD_TASKS.accuracies(new MixtureOfLora(), new MixtureOfLora.Options(LORA, 4, 0)), untaught, 0.23);
    }

    private static void assertGain(double[] found, double[] without, double margin) {
        double gain = IntStream.range(0, SEEDS).mapToDouble(i -> found[i] - without[i]).average().orElseThrow();
        assertTrue(gain > margin, Arrays.toString(found) + ", without " + Arrays.toString(without));
    }
}
