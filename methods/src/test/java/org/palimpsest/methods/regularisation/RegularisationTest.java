package org.palimpsest.methods.regularisation;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The penalties against the same steps in doubles, over three tasks, so that what is added up over tasks shows. */
public class RegularisationTest {
    private static final double LR = 0.5;
    private static final int CLASSES = 4;
    private static final int[] TASKS = {0, 1, 0};

    private static double[] map(int n, IntToDoubleFunction f) {
        return IntStream.range(0, n).mapToDouble(f).toArray();
    }

    /** What a method adds to the gradient, and how it remembers a task. */
    private interface Rule {
        double[] pull(double[] weights);

        default void begin(double[] weights) {}

        default void moved(double[] gradient, double[] before, double[] after) {}

        void end(SoftmaxRegression model, List<int[]> images, List<Integer> labels);
    }

    /** Three tasks, each of one pass in batches of 2: two of images of their own, the third with those of the first again. */
    private static void compare(MethodModule<?> method, Record options, Rule rule) {
        try (Workbench bench = new Workbench(method, options, Workbench.Setup.linear(2, HeadKind.FULL, CLASSES, LR))) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            double pulled = 0;
            for (int t = 0; t < TASKS.length; t++) {
                TaskData task = bench.task(t, TwoTasks.PIXELS[TASKS[t]], TwoTasks.LABELS[TASKS[t]]);
                rule.begin(expected.values());
                bench.learner().learn(task, new Budget(1, 2, 0));
                int[] order = task.order(0);
                List<int[]> images = Arrays.stream(order).mapToObj(i -> TwoTasks.PIXELS[TASKS[task.index()]][i]).toList();
                List<Integer> labels = Arrays.stream(order).mapToObj(i -> TwoTasks.LABELS[TASKS[task.index()]][i]).toList();
                for (int from = 0; from < order.length; from += 2) {
                    int to = Math.min(from + 2, order.length);
                    expected.addCrossEntropy(images.subList(from, to), labels.subList(from, to), expected.all());
                    double[] gradient = expected.takeGradient();
                    double[] before = expected.values();
                    double[] pull = rule.pull(before);
                    pulled += Arrays.stream(pull).map(Math::abs).sum();
                    expected.step(map(gradient.length, i -> gradient[i] + pull[i]), LR);
                    rule.moved(gradient, before, expected.values());
                }
                expected.assertEqualTo(bench);
                rule.end(expected, images, labels);
            }
            assertTrue(pulled > 0.01, "the penalty does something: " + pulled);
            assertEquals(bench.learner().memoryBytes(), 2 * 4 * (CLASSES * 4 + CLASSES));
        }
    }

    /** The mean over batches of the model's gradient of a loss, after something was done to it. */
    private static double[] mean(SoftmaxRegression model, int n, int batch, BiConsumer<Integer, Integer> addLoss, DoubleUnaryOperator of) {
        double[] sum = new double[model.values().length];
        int batches = 0;
        for (int from = 0; from < n; from += batch, batches++) {
            addLoss.accept(from, Math.min(from + batch, n));
            double[] gradient = model.takeGradient();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += of.applyAsDouble(gradient[i]);
            }
        }
        int count = batches;
        return map(sum.length, i -> sum[i] / count);
    }

    private static double[] fisher(SoftmaxRegression model, List<int[]> images, List<Integer> labels, int examples, int batch) {
        return mean(model, examples, batch,
                (from, to) -> model.addCrossEntropy(images.subList(from, to), labels.subList(from, to), model.all()), g -> g * g);
    }

    @DataProvider
    public Object[][] fisherSettings() {
        return new Object[][] {{0, 1}, {3, 1}, {0, 2}};
    }

    /** Every past task with its own Fisher information and its own anchor. */
    @Test(dataProvider = "fisherSettings")
    public void ewcPullsTowardsEachPastTask(int examples, int batch) {
        double lambda = 3;
        List<double[]> fishers = new ArrayList<>();
        List<double[]> anchors = new ArrayList<>();
        compare(new ElasticWeightConsolidation(), new ElasticWeightConsolidation.Options(lambda, examples, batch), new Rule() {
            @Override
            public double[] pull(double[] w) {
                double[] pull = new double[w.length];
                for (int k = 0; k < fishers.size(); k++) {
                    for (int i = 0; i < w.length; i++) {
                        pull[i] += lambda * fishers.get(k)[i] * (w[i] - anchors.get(k)[i]);
                    }
                }
                return pull;
            }

            @Override
            public void end(SoftmaxRegression model, List<int[]> images, List<Integer> labels) {
                fishers.add(fisher(model, images, labels, examples == 0 ? labels.size() : examples, batch));
                anchors.add(model.values());
            }
        });
    }

    /** One penalty, 2 strength min(importance, ceiling) (w - anchor), with importances that a subclass brings up to date. */
    private abstract static class Around implements Rule {
        private final double strength;
        private final double ceiling;
        private double[] anchor;
        double[] importance;

        Around(double strength) {
            this(strength, Double.POSITIVE_INFINITY);
        }

        Around(double strength, double ceiling) {
            this.strength = strength;
            this.ceiling = ceiling;
        }

        @Override
        public double[] pull(double[] w) {
            return map(w.length, i -> anchor == null ? 0 : 2 * strength * Math.min(importance[i], ceiling) * (w[i] - anchor[i]));
        }

        @Override
        public void end(SoftmaxRegression model, List<int[]> images, List<Integer> labels) {
            anchor = model.values();
            importance = importance == null ? new double[anchor.length] : importance;
            importance = consolidate(model, images, labels);
        }

        abstract double[] consolidate(SoftmaxRegression model, List<int[]> images, List<Integer> labels);
    }

    @Test
    public void onlineEwcKeepsARunningFisherInformationAndOneAnchor() {
        compare(new OnlineEwc(), new OnlineEwc.Options(2, 0.6, 4, 1), new Around(2) {
            @Override
            double[] consolidate(SoftmaxRegression model, List<int[]> images, List<Integer> labels) {
                double[] latest = fisher(model, images, labels, 4, 1);
                return map(latest.length, i -> 0.6 * importance[i] + latest[i]);
            }
        });
    }

    /** d |z|^2 / d z_c = 2 z_c. */
    @Test
    public void masMeasuresHowMuchTheScoresDependOnEachWeight() {
        compare(new MemoryAwareSynapses(), new MemoryAwareSynapses.Options(0.05, 0, 1), new Around(0.05) {
            @Override
            double[] consolidate(SoftmaxRegression model, List<int[]> images, List<Integer> labels) {
                double[] latest = mean(model, labels.size(), 1, (from, to) -> {
                    double[] scores = model.scores(images.get(from));
                    model.addErrors(images.get(from), map(scores.length, c -> 2 * scores[c]));
                }, Math::abs);
                return map(latest.length, i -> importance[i] + latest[i]);
            }
        });
    }

    @DataProvider
    public Object[][] clips() {
        return new Object[][] {{0.0, Double.POSITIVE_INFINITY}, {0.3, 0.3}};
    }

    @Test(dataProvider = "clips")
    public void siAddsUpWhatEachWeightsWayLoweredTheLoss(double clip, double ceiling) {
        compare(new SynapticIntelligence(), new SynapticIntelligence.Options(0.4, 0.2, clip), new Around(0.4, ceiling) {
            private double[] start;
            private double[] path;

            @Override
            public void begin(double[] weights) {
                start = weights;
                path = new double[weights.length];
            }

            @Override
            public void moved(double[] gradient, double[] before, double[] after) {
                for (int i = 0; i < path.length; i++) {
                    path[i] += gradient[i] * (before[i] - after[i]);
                }
            }

            @Override
            double[] consolidate(SoftmaxRegression model, List<int[]> images, List<Integer> labels) {
                double[] end = model.values();
                double[] sum = map(path.length, i -> importance[i] + path[i] / (Math.pow(end[i] - start[i], 2) + 0.2));
                assertTrue(Arrays.stream(sum).min().orElseThrow() < 0.3 && Arrays.stream(sum).max().orElseThrow() > 0.3, Arrays.toString(sum));
                return sum;
            }
        });
    }

    /** Importances so large that each step would go ten times past where the weights are held: the pull goes just there instead. */
    @Test
    public void noPenaltyPullsAWeightPastWhereItIsHeld() {
        double hard = 1e4;
        for (double momentum : new double[] {0, 0.9}) {
            List.of(
                    bench(new ElasticWeightConsolidation(), new ElasticWeightConsolidation.Options(hard, 0, 1), momentum),
                    bench(new OnlineEwc(), new OnlineEwc.Options(hard, 1, 0, 1), momentum),
                    bench(new MemoryAwareSynapses(), new MemoryAwareSynapses.Options(hard, 0, 1), momentum),
                    bench(new SynapticIntelligence(), new SynapticIntelligence.Options(hard, 0.1, 0), momentum)).forEach(bench -> {
                        try (bench) {
                            bench.learner().learn(bench.task(0, TwoTasks.PIXELS[0], TwoTasks.LABELS[0]), new Budget(5, 2, 0));
                            float[] held = weights(bench);
                            bench.learner().learn(bench.task(1, TwoTasks.PIXELS[1], TwoTasks.LABELS[1]), new Budget(100, 2, 0));
                            float[] after = weights(bench);
                            for (int i = 0; i < held.length; i++) {
                                assertTrue(Math.abs(after[i] - held[i]) < 10, held[i] + " became " + after[i]);
                            }
                        }
                    });
        }
    }

    private static Workbench bench(MethodModule<?> method, Record options, double momentum) {
        return new Workbench(method, options, new Workbench.Setup(2, 0, 1, new int[0], HeadKind.FULL, CLASSES,
                Workbench.Setup.sgd(0.1, momentum), 1));
    }

    private static float[] weights(Workbench bench) {
        return bench.network().parameters().get(0).getArray().toFloatArray();
    }
}
