package org.palimpsest.methods.adapters;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.averaging.BalanceRule;
import org.palimpsest.methods.averaging.WeightAverage;
import org.palimpsest.methods.bounds.Finetune;
import org.palimpsest.methods.distillation.LearningWithoutForgetting;
import org.palimpsest.methods.regularisation.ElasticWeightConsolidation;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Low-rank adapters as a method, and behind others. */
public class LoraTest {
    private static final LoraOptions LORA = new LoraOptions(2, 4, 0, List.of("Projection1", "Projection2"), false);

    private static Workbench bench(MethodModule<?> method, Record options, Map<AddOnModule<?>, Record> addOns) {
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[] {6, 5}, HeadKind.FULL, 4, Workbench.Setup.sgd(0.1, 0.9), 5);
        return new Workbench(method, options, setup, addOns, Optional.of(Workbench.openLayers(setup)));
    }

    private static String learned(Workbench bench) {
        try (bench) {
            for (int t = 0; t < 2; t++) {
                bench.learner().learn(TwoTasks.task(bench, t), new Budget(3, 2, 0));
            }
            return bench.weights().stream().map(Arrays::toString).toList().toString();
        }
    }

    @Test
    public void theMethodIsFinetuningWithTheAddOn() {
        assertEquals(learned(bench(new SequentialLora(), LORA, Map.of())), learned(bench(new Finetune(), new NoOptions(), Map.of(new Lora(), LORA))));
    }

    /** What each holds or replays changes what the adapters come to, and there is nothing but adapters and the head for it to hold. */
    @DataProvider
    public Object[][] methods() {
        return new Object[][] {
            {new ElasticWeightConsolidation(), new ElasticWeightConsolidation.Options(50, 0, 1)},
            {new ExperienceReplay(), new ExperienceReplay.Options(4, 3, MemoryKind.RESERVOIR)},
            {new LearningWithoutForgetting(), new LearningWithoutForgetting.Options(List.of(1.0), 2, false)},
        };
    }

    @Test(dataProvider = "methods")
    public void anyGradientMethodTrainsThem(MethodModule<?> method, Record options) {
        String alone = learned(bench(new SequentialLora(), LORA, Map.of()));
        Workbench bench = bench(method, options, Map.of(new Lora(), LORA));
        assertEquals(bench.network().parameters().size(), 6);
        assertNotEquals(learned(bench), alone);
    }

    @Test
    public void theyAreAveraged() {
        WeightAverage.Options half = new WeightAverage.Options(BalanceRule.FIXED, OptionalDouble.of(0.5), false);
        String averaged = learned(bench(new SequentialLora(), LORA, Map.of(new WeightAverage(), half)));
        assertNotEquals(averaged, learned(bench(new SequentialLora(), LORA, Map.of())));
    }
}
