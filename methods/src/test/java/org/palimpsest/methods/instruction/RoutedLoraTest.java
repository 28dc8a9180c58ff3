package org.palimpsest.methods.instruction;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.text.Asked;
import org.palimpsest.harness.api.text.Instructed;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.adapters.LoraOptions;
import org.palimpsest.methods.adapters.SequentialLora;
import org.palimpsest.methods.averaging.BalanceRule;
import org.palimpsest.methods.averaging.WeightAverage;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Which set of adapters is trained when, and which one answers. */
public class RoutedLoraTest {
    private static final LoraOptions LORA = new LoraOptions(2, 4, 0, List.of("Projection1", "Projection2"), false);
    private static final String DIGITS = "Read the number that is written there.";
    private static final String WORDS = "Translate what somebody says.";

    private static InstructionAssistant.Options lcia(InstructionAssistant.Start start, double keep) {
        return new InstructionAssistant.Options(LORA, 0.9, start, BalanceRule.FIXED, OptionalDouble.of(keep));
    }

    private static Workbench bench(MethodModule<?> method, Record options, Map<AddOnModule<?>, Record> addOns) {
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[] {6, 5}, HeadKind.GROWING, 4, Workbench.Setup.sgd(0.1, 0.9), 5);
        return new Workbench(method, options, setup, addOns, Optional.of(Workbench.openLayers(setup)));
    }

    private static Asked asked(String instruction) {
        return new Asked(List.of(instruction), OptionalInt.empty());
    }

    private static Asked asked(int task) {
        return new Asked(List.of(DIGITS), OptionalInt.of(task));
    }

    private static Instructed listening(Workbench bench) {
        return (Instructed) bench.learner();
    }

    private static void learn(Workbench bench, int task) {
        bench.learner().learn(TwoTasks.task(bench, task), new Budget(2, 2, 0));
    }

    /** All weights; a zero has no sign. */
    private static String marks(Workbench bench) {
        return bench.weights().stream().map(weights -> Arrays.toString(weights).replaceAll("-0\\.0\\b", "0.0")).toList().toString();
    }

    @Test
    public void eachTaskHasASetOfItsOwnAndWhoAsksSaysWhich() {
        try (Workbench bench = bench(new LoraPerTask(), LORA, Map.of())) {
            String initial = marks(bench);
            listening(bench).answer(asked(0));
            assertEquals(marks(bench), initial, "there is nothing to choose from yet");
            listening(bench).study(asked(0));
            learn(bench, 0);
            String first = marks(bench);
            assertEquals(bench.learner().memoryBytes(), 0);
            listening(bench).study(asked(1));
            assertEquals(marks(bench), initial);
            assertEquals(bench.network().outputs(), 0);
            learn(bench, 1);
            String second = marks(bench);
            listening(bench).answer(asked(0));
            assertEquals(marks(bench), first);
            assertEquals(bench.learner().predict(bench.images(TwoTasks.PIXELS[0])).getShape().get(1), 2);
            listening(bench).answer(asked(7));
            assertEquals(marks(bench), second, "of what is not known yet the latest knows most");
            assertEquals(bench.learner().memoryBytes(), 4L * bench.weights().stream().mapToInt(w -> w.length).sum());
        }
    }

    @DataProvider
    public Object[][] starts() {
        return new Object[][] {{InstructionAssistant.Start.FRESH}, {InstructionAssistant.Start.PREVIOUS}};
    }

    /** Where all of the average is kept, a group is what its first task made of it. */
    @Test(dataProvider = "starts")
    public void tasksWhoseInstructionsAreAlikeShareASetThatIsAveragedFromTheSecondOn(InstructionAssistant.Start start) {
        try (Workbench bench = bench(new InstructionAssistant(), lcia(start, 1), Map.of())) {
            String initial = marks(bench);
            listening(bench).study(asked(DIGITS));
            learn(bench, 0);
            String digits = marks(bench);
            assertNotEquals(digits, initial);
            assertEquals(bench.readings(), Map.of("lcia.group", 0.0, "lcia.groups", 1.0));
            listening(bench).answer(asked(WORDS));
            listening(bench).study(asked(WORDS));
            assertEquals(marks(bench), start == InstructionAssistant.Start.FRESH ? initial : digits);
            learn(bench, 1);
            String words = marks(bench);
            assertEquals(bench.readings(), Map.of("lcia.group", 1.0, "lcia.groups", 2.0));
            listening(bench).study(asked(DIGITS));
            assertEquals(marks(bench), digits);
            learn(bench, 0);
            assertEquals(marks(bench), digits);
            assertEquals(bench.readings(), Map.of("lcia.group", 0.0, "lcia.groups", 2.0));
            listening(bench).answer(asked("Something else entirely"));
            assertEquals(marks(bench), words);
            listening(bench).answer(asked(DIGITS));
            assertEquals(marks(bench), digits);
        }
    }

    @Test
    public void whatTheRuleGaveIsRead() {
        InstructionAssistant.Options paper = new InstructionAssistant.Options(LORA, 0, InstructionAssistant.Start.FRESH, BalanceRule.PAPER,
                OptionalDouble.empty());
        try (Workbench bench = bench(new InstructionAssistant(), paper, Map.of())) {
            for (int t = 0; t < 2; t++) {
                bench.readings();
                listening(bench).study(asked(DIGITS));
                learn(bench, t);
            }
            Map<String, Double> readings = bench.readings();
            assertEquals(readings.size(), 14, readings.toString());
            assertTrue(readings.get("lcia.fallbacks") > 0, "a first update has no gradient before it");
        }
    }

    /** In streams that have no instructions there is one group, and nothing to it but averaged adapters. */
    @Test
    public void whereNobodyIsToldThereIsOneSet() {
        WeightAverage.Options half = new WeightAverage.Options(BalanceRule.FIXED, OptionalDouble.of(0.5), false);
        try (Workbench bench = bench(new InstructionAssistant(), lcia(InstructionAssistant.Start.FRESH, 0.5), Map.of());
                Workbench lora = bench(new SequentialLora(), LORA, Map.of(new WeightAverage(), half))) {
            for (int t = 0; t < 2; t++) {
                learn(bench, t);
                learn(lora, t);
            }
            assertEquals(marks(bench), marks(lora));
        }
    }

    @DataProvider
    public Object[][] methods() {
        WeightAverage.Options half = new WeightAverage.Options(BalanceRule.FIXED, OptionalDouble.of(0.5), true);
        return new Object[][] {
            {new LoraPerTask(), LORA, Map.of()},
            {new LoraPerTask(), LORA, Map.of(new WeightAverage(), half)},
            {new InstructionAssistant(), lcia(InstructionAssistant.Start.FRESH, 0.5), Map.of()},
            {new InstructionAssistant(), lcia(InstructionAssistant.Start.PREVIOUS, 0.5), Map.of()},
        };
    }

    private static void lesson(Workbench bench, int t) {
        listening(bench).study(new Asked(List.of(t == 1 ? WORDS : DIGITS), OptionalInt.of(t)));
        learn(bench, t % 2);
    }

    /** Other sets than the one in training answer in between, after every step. */
    @Test(dataProvider = "methods")
    public void anExaminationLeavesNoTrace(MethodModule<?> method, Record options, Map<AddOnModule<?>, Record> addOns) {
        try (Workbench alone = bench(method, options, addOns); Workbench examined = bench(method, options, addOns)) {
            examined.afterEachStep(() -> {
                for (int t = 0; t < 2; t++) {
                    listening(examined).answer(new Asked(List.of(t == 1 ? WORDS : DIGITS), OptionalInt.of(t)));
                }
            });
            for (int t = 0; t < 3; t++) {
                lesson(alone, t);
                lesson(examined, t);
                assertEquals(marks(examined), marks(alone), "task " + t);
            }
        }
    }

    @Test(dataProvider = "methods")
    public void goesOnFromASnapshotWithAllItsSets(MethodModule<?> method, Record options, Map<AddOnModule<?>, Record> addOns) throws IOException {
        try (Workbench whole = bench(method, options, addOns); Workbench halved = bench(method, options, addOns)) {
            lesson(whole, 0);
            lesson(whole, 1);
            byte[] snapshot = whole.snapshot();
            lesson(whole, 2);
            halved.restore(snapshot);
            lesson(halved, 2);
            assertEquals(marks(halved), marks(whole));
            for (int t = 0; t < 3; t++) {
                Asked asked = new Asked(List.of(t == 1 ? WORDS : DIGITS), OptionalInt.of(t));
                listening(whole).answer(asked);
                listening(halved).answer(asked);
                assertEquals(marks(halved), marks(whole), "set of task " + t);
            }
            assertEquals(halved.snapshot().length, whole.snapshot().length);
        }
    }
}
