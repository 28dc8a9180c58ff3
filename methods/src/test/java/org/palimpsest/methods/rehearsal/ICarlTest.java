package org.palimpsest.methods.rehearsal;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** iCaRL on a linear network, whose features are the pixels, against the same steps in doubles. */
public class ICarlTest {
    private static final double LR = 0.5;
    private static final int BUFFER = 8; // four of each class after the first task: all that there are
    private static final int[] FIRST = {0, 0, 1, 0, 0}; // two images of a class would be a tie in herding

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static double[] sigmoids(SoftmaxRegression model, int[] image, int classes) {
        return Arrays.stream(model.scores(image)).limit(classes).map(ICarlTest::sigmoid).toArray();
    }

    @DataProvider
    public Object[][] heads() {
        return new Object[][] {{HeadKind.FULL}, {HeadKind.GROWING}};
    }

    @Test(dataProvider = "heads")
    public void distilsPastOutputsAndTrainsNewOnesOnTaskAndExemplars(HeadKind head) {
        ICarl.Options options = new ICarl.Options(BUFFER, false);
        Randomness random = new Randomness(1);
        Workbench.Setup setup = Workbench.Setup.linear(2, head, 5, LR);
        // the twin is only looked at: a growing head shows the first weights of its classes when they are seen
        try (Workbench bench = new Workbench(new ICarl(), options, setup); Workbench twin = new Workbench(new ICarl(), options, setup)) {
            twin.learner().learn(twin.task(0, TwoTasks.PIXELS[0], FIRST), new Budget(1, 2, 0));
            twin.network().see(4);
            SoftmaxRegression old = new SoftmaxRegression(twin);
            SoftmaxRegression second = new SoftmaxRegression(twin);
            SoftmaxRegression expected = firstWeights(options, setup);
            bench.learner().learn(bench.task(0, TwoTasks.PIXELS[0], FIRST), new Budget(1, 2, 0));
            int[] order = random.permutation(5, "data-order", 0, 0);
            for (int from = 0; from < 5; from += 2) {
                for (int i = from; i < Math.min(from + 2, 5); i++) {
                    double[] targets = new double[2];
                    targets[FIRST[order[i]]] = 1;
                    expected.addSigmoidError(TwoTasks.PIXELS[0][order[i]], targets, 1.0 / Math.min(2, 5 - from));
                }
                expected.step(LR);
            }
            expected.assertEqualTo(bench);
            assertEquals(bench.learner().memoryBytes(), BUFFER * (4 + 4));

            // the exemplars follow the task: class 0, then class 1, each in the order of herding
            int[][] herded = {herd(0), herd(1)};
            int[][] images = new int[10][];
            int[] labels = new int[10];
            for (int i = 0; i < 5; i++) {
                images[i] = TwoTasks.PIXELS[1][i];
                labels[i] = TwoTasks.LABELS[1][i];
            }
            for (int i = 0; i < 5; i++) {
                labels[5 + i] = i < herded[0].length ? 0 : 1;
                images[5 + i] = TwoTasks.PIXELS[0][i < herded[0].length ? herded[0][i] : herded[1][i - herded[0].length]];
            }
            bench.learner().learn(TwoTasks.task(bench, 1), new Budget(1, 2, 0));
            int[] joint = random.permutation(10, "data-order", 1, 0);
            for (int from = 0; from < 10; from += 2) {
                for (int i = from; i < from + 2; i++) {
                    int[] image = images[joint[i]];
                    double[] targets = Arrays.copyOf(sigmoids(old, image, 2), 4);
                    if (labels[joint[i]] > 1) {
                        targets[labels[joint[i]]] = 1;
                    }
                    second.addSigmoidError(image, targets, 0.5);
                }
                second.step(LR);
            }
            second.assertEqualTo(bench);
        }
    }

    private static SoftmaxRegression firstWeights(ICarl.Options options, Workbench.Setup setup) {
        try (Workbench untrained = new Workbench(new ICarl(), options, setup)) {
            untrained.network().see(2);
            return new SoftmaxRegression(untrained);
        }
    }

    /** Which images of a class come first when their features, the pixels at length 1, are herded: tried by the definition. */
    private static int[] herd(int label) {
        int[] own = IntStream.range(0, 5).filter(i -> FIRST[i] == label).toArray();
        double[][] x = Arrays.stream(own).mapToObj(i -> unit(TwoTasks.PIXELS[0][i])).toArray(double[][]::new);
        double[] mean = new double[4];
        for (double[] row : x) {
            for (int j = 0; j < 4; j++) {
                mean[j] += row[j] / x.length;
            }
        }
        double[] sum = new double[4];
        int[] order = new int[own.length];
        boolean[] picked = new boolean[own.length];
        for (int k = 0; k < own.length; k++) {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < own.length; i++) {
                double distance = 0;
                for (int j = 0; j < 4; j++) {
                    distance += Math.pow(mean[j] - (sum[j] + x[i][j]) / (k + 1), 2);
                }
                if (!picked[i] && distance < least) {
                    best = i;
                    least = distance;
                }
            }
            picked[best] = true;
            order[k] = own[best];
            for (int j = 0; j < 4; j++) {
                sum[j] += x[best][j];
            }
        }
        return order;
    }

    private static double[] unit(int[] image) {
        double length = Math.sqrt(Arrays.stream(image).mapToDouble(p -> (double) p * p).sum());
        return Arrays.stream(image).mapToDouble(p -> p / length).toArray();
    }

    /** With one exemplar a class, the answer is the class whose exemplar is at the smallest angle, of the image or of its mirror image. */
    @Test
    public void answersWithTheNearestMeanOfExemplars() {
        int[][] pixels = {{255, 0, 0, 0}, {0, 0, 255, 0}};
        for (boolean flip : new boolean[] {false, true}) {
            try (Workbench bench = new Workbench(new ICarl(), new ICarl.Options(2, flip), Workbench.Setup.linear(2, HeadKind.FULL, 2, LR))) {
                bench.learner().learn(bench.task(0, pixels, new int[] {0, 1}), new Budget(1, 2, 0));
                float[] scores = bench.learner().predict(bench.images(new int[] {0, 90, 30, 0})).toFloatArray();
                if (flip) {
                    // the means are (1, 1, 0, 0) and (0, 0, 1, 1) at length 1; the scores are twice the cosine less 1
                    assertEquals(scores[0], 2 * 90 / Math.sqrt(2 * (90 * 90 + 30 * 30)) - 1, 1e-5);
                    assertTrue(scores[0] > scores[1]);
                } else {
                    assertEquals(scores[0], -1, 1e-5);
                    assertEquals(scores[1], 2 * 30 / Math.sqrt(90 * 90 + 30 * 30) - 1, 1e-5);
                }
            }
        }
    }
}
