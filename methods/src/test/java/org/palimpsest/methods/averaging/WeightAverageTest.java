package org.palimpsest.methods.averaging;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.bounds.Finetune;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The average, against the same steps in doubles, over two tasks of a linear network. */
public class WeightAverageTest {
    private static final double LR = 0.5;
    private static final int PASSES = 3;

    private static Workbench bench(WeightAverage.Options options) {
        return new Workbench(new Finetune(), new NoOptions(), Workbench.Setup.linear(2, HeadKind.FULL, 4, LR), Map.of(new WeightAverage(), options));
    }

    /** One weight array of the linear network in doubles: what the rule needs of it, and its average. */
    private static final class Expected {
        private final WeightAverage.Options options;
        private double[] average;
        private double[] lastGradient;
        private final List<Double> given;
        private int fallbacks;
        private double kept;

        Expected(WeightAverage.Options options, double[] start, List<Double> given) {
            this.options = options;
            this.average = start;
            this.given = given;
        }

        void update(double[] before, double[] after, double[] gradient) {
            boolean late = options.rule() == BalanceRule.CODE || options.rule() == BalanceRule.CNEXT;
            if (late && lastGradient == null) {
                average = after;
            }
            double a = distance(after, average);
            double b = distance(gradient, new double[gradient.length]);
            double c = lastGradient == null ? 0 : distance(gradient, lastGradient);
            double formula = switch (options.rule()) {
                case PAPER -> (b + 1) * distance(after, before) / (a * c);
                case CODE -> 1 - 2 * (1 + b) / (a * c);
                case CNEXT -> 1 - 0.01 * (1 + b) / (a * c);
                case FIXED -> -1;
            };
            boolean inside = formula > 0 && formula < 1;
            double beta = inside ? formula : options.keep().getAsDouble();
            if (inside) {
                given.add(formula);
            } else {
                fallbacks++;
            }
            kept += beta;
            double[] from = average;
            average = IntStream.range(0, from.length).mapToDouble(i -> beta * from[i] + (1 - beta) * after[i]).toArray();
            lastGradient = gradient;
        }

        private static double distance(double[] x, double[] y) {
            return IntStream.range(0, x.length).mapToDouble(i -> Math.abs(x[i] - y[i])).sum();
        }
    }

    @DataProvider
    public Object[][] options() {
        List<Object[]> all = new ArrayList<>();
        for (BalanceRule rule : BalanceRule.values()) {
            for (boolean first : new boolean[] {true, false}) {
                all.add(new Object[] {new WeightAverage.Options(rule, OptionalDouble.of(0.8), first)});
            }
        }
        return all.toArray(Object[][]::new);
    }

    @Test(dataProvider = "options")
    public void theWeightsOfATaskEndAsTheirAverage(WeightAverage.Options options) {
        try (Workbench bench = bench(options)) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            for (int t = 0; t < 2; t++) {
                double[] start = expected.values();
                List<Double> given = new ArrayList<>();
                List<Expected> arrays = List.of(new Expected(options, weight(start), given), new Expected(options, bias(start), given));
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, new Budget(PASSES, 2, 0));
                for (int epoch = 0; epoch < PASSES; epoch++) {
                    for (TwoTasks.Step step : TwoTasks.steps(task, epoch, 2)) {
                        double[] before = expected.values();
                        expected.addCrossEntropy(step.images(), step.labels(), expected.all());
                        double[] gradient = expected.takeGradient();
                        expected.step(gradient, LR);
                        arrays.get(0).update(weight(before), weight(expected.values()), weight(gradient));
                        arrays.get(1).update(bias(before), bias(expected.values()), bias(gradient));
                    }
                }
                if (t > 0 || options.first()) {
                    expected = new SoftmaxRegression(List.of(floats(arrays.get(0).average), floats(arrays.get(1).average)));
                    assertReadings(bench.readings(), arrays, given);
                } else {
                    assertEquals(bench.readings(), Map.of());
                }
                expected.assertEqualTo(bench);
            }
        }
    }

    private static void assertReadings(Map<String, Double> readings, List<Expected> arrays, List<Double> given) {
        if (arrays.get(0).options.rule() == BalanceRule.FIXED) {
            assertEquals(readings, Map.of());
            return;
        }
        double all = given.size() + arrays.get(0).fallbacks + arrays.get(1).fallbacks;
        assertEquals(readings.get("ema.fallbacks"), (arrays.get(0).fallbacks + arrays.get(1).fallbacks) / all, 1e-12);
        assertEquals(readings.get("ema.beta"), (arrays.get(0).kept + arrays.get(1).kept) / all, 1e-5);
        for (int bin = 0; bin < 10; bin++) {
            int tenth = bin;
            long inside = given.stream().filter(beta -> (int) (10 * beta) == tenth).count();
            assertEquals(readings.get("ema.beta-0." + bin), inside / all, 1e-12, "bin " + bin + " of " + given);
        }
        assertEquals(readings.size(), 12);
    }

    private static double[] weight(double[] values) {
        return Arrays.copyOf(values, 16);
    }

    private static double[] bias(double[] values) {
        return Arrays.copyOfRange(values, 16, 20);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        IntStream.range(0, floats.length).forEach(i -> floats[i] = (float) values[i]);
        return floats;
    }

    /** The weights that the task began with, and those of plain training, are the two ends. */
    @Test
    public void keepingAllOrNothingAreTheTwoEnds() {
        WeightAverage.Options all = new WeightAverage.Options(BalanceRule.FIXED, OptionalDouble.of(1), true);
        WeightAverage.Options nothing = new WeightAverage.Options(BalanceRule.FIXED, OptionalDouble.of(0), true);
        try (Workbench still = bench(all); Workbench moving = bench(nothing);
                Workbench plain = new Workbench(new Finetune(), new NoOptions(), Workbench.Setup.linear(2, HeadKind.FULL, 4, LR))) {
            List<float[]> start = still.weights();
            List.of(still, moving, plain).forEach(bench -> bench.learner().learn(TwoTasks.task(bench, 0), new Budget(2, 2, 0)));
            for (int i = 0; i < start.size(); i++) {
                assertEquals(still.weights().get(i), start.get(i));
                for (int k = 0; k < start.get(i).length; k++) {
                    assertEquals(moving.weights().get(i)[k], plain.weights().get(i)[k], 1e-6);
                }
            }
        }
    }

    @Test
    public void theUsualShareIsKeptIfNoneIsGiven() {
        try (Workbench bench = bench(new WeightAverage.Options(BalanceRule.CNEXT, OptionalDouble.empty(), true))) {
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(0, 1, 1));
            Map<String, Double> readings = bench.readings();
            assertEquals(readings.get("ema.fallbacks"), 1.0);
            assertEquals(readings.get("ema.beta"), 0.999, 1e-12);
            assertTrue(readings.keySet().stream().allMatch(name -> name.matches("ema[a-z0-9.-]+")), readings.toString());
        }
    }
}
