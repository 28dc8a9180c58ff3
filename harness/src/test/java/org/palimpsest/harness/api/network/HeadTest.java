package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Images;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The kinds of head, on networks that are nothing but their head: features are the pixels. */
public class HeadTest extends NativeTest {
    private static final int CLASSES = 6;
    private static final int[] PIXELS = {3, 0, 7, 1, 250, 128, 9, 2};

    private NDArray images() {
        return bytes(new Shape(2, 1, 2, 2), PIXELS);
    }

    /** Rows {@code from} to {@code to - 1} of a weight or bias of the head. */
    private static float[] rows(Network network, int parameter, int from, int to) {
        float[] all = Images.parameter(network, parameter);
        int width = all.length / CLASSES;
        return Arrays.copyOfRange(all, from * width, to * width);
    }

    @DataProvider
    public Object[][] kinds() {
        return new Object[][] {{HeadKind.GROWING, 0, 2, 4}, {HeadKind.COSINE, 0, 2, 4}, {HeadKind.FULL, 6, 6, 6}, {HeadKind.MULTI, 6, 6, 6}};
    }

    @Test(dataProvider = "kinds")
    public void hasTheOutputsOfItsKind(HeadKind kind, int atFirst, int afterTwo, int afterFour) {
        Network network = Images.linear(manager(), kind, CLASSES);
        assertEquals(network.outputs(), atFirst);
        assertEquals(network.seenClasses(), 0);
        network.see(2);
        assertEquals(network.outputs(), afterTwo);
        assertEquals(network.logits(images()).getShape(), new Shape(2, afterTwo));
        network.see(4);
        assertEquals(network.predict(images()).getShape(), new Shape(2, afterFour));
        network.see(3);
        assertEquals(network.outputs(), afterFour, "classes once seen stay seen");
        assertEquals(network.seenClasses(), 4);
    }

    @Test
    public void answersAreKnownByWhatTheyWereSetToAndNothingOfItIsTrained() {
        Network network = Images.linear(manager(), HeadKind.ANSWERS, CLASSES);
        float[] known = new float[CLASSES * Images.PIXELS];
        for (int c = 0; c < CLASSES; c++) {
            known[c * Images.PIXELS + c % Images.PIXELS] = c + 1;
        }
        network.setAnswers(manager().create(known, new Shape(CLASSES, Images.PIXELS)));
        assertEquals(network.outputs(), 0);
        assertEquals(network.parameters(), List.of());
        network.see(3);
        float[] scores = network.predict(images()).toFloatArray();
        assertEquals(scores.length, 2 * 3);
        for (int i = 0; i < 2; i++) {
            double length = 0;
            for (int k = 0; k < Images.PIXELS; k++) {
                length += Math.pow(PIXELS[i * Images.PIXELS + k], 2);
            }
            for (int c = 0; c < 3; c++) {
                double cosine = PIXELS[i * Images.PIXELS + c % Images.PIXELS] / Math.sqrt(length);
                assertEquals(scores[i * 3 + c] / scores[0] * PIXELS[0] / Math.sqrt(lengthOfFirst()), cosine, 1e-5, "image " + i + ", answer " + c);
            }
        }
    }

    private static double lengthOfFirst() {
        double length = 0;
        for (int k = 0; k < Images.PIXELS; k++) {
            length += Math.pow(PIXELS[k], 2);
        }
        return length;
    }

    @Test
    public void withoutAHeadOutputsAreTheBackbones() {
        Network network = Images.linear(manager(), HeadKind.NONE, Images.PIXELS);
        assertEquals(network.outputs(), Images.PIXELS);
        assertEquals(network.predict(images()).toFloatArray(), network.features(images()).toFloatArray(), 0);
        assertThrows(IllegalStateException.class, () -> network.setAnswers(images()));
    }

    @DataProvider
    public Object[][] linearKinds() {
        return new Object[][] {{HeadKind.GROWING}, {HeadKind.FULL}, {HeadKind.MULTI}};
    }

    @Test(dataProvider = "linearKinds")
    public void aLinearHeadScoresByWeightTimesFeaturesPlusBias(HeadKind kind) {
        Network network = Images.linear(manager(), kind, CLASSES);
        network.see(CLASSES);
        float[] w = Images.parameter(network, 0);
        float[] b = Images.parameter(network, 1);
        double[] expected = new double[2 * CLASSES];
        for (int i = 0; i < 2; i++) {
            for (int c = 0; c < CLASSES; c++) {
                expected[i * CLASSES + c] = b[c];
                for (int k = 0; k < Images.PIXELS; k++) {
                    expected[i * CLASSES + c] += (double) w[c * Images.PIXELS + k] * PIXELS[i * Images.PIXELS + k];
                }
            }
        }
        assertClose(network.predict(images()), expected, 1e-4);
    }

    @Test
    public void aCosineHeadScoresByScaledCosinesWithoutBias() {
        Network network = Images.cosine(manager(), CLASSES, 16);
        network.see(4);
        assertEquals(network.parameters().size(), 1, "no bias");
        float[] w = Images.parameter(network, 0);
        double[] expected = new double[8];
        for (int i = 0; i < 2; i++) {
            for (int c = 0; c < 4; c++) {
                double dot = 0;
                double xx = 0;
                double ww = 0;
                for (int k = 0; k < 4; k++) {
                    double x = PIXELS[i * 4 + k];
                    dot += x * w[c * 4 + k];
                    xx += x * x;
                    ww += (double) w[c * 4 + k] * w[c * 4 + k];
                }
                expected[i * 4 + c] = 16 * dot / Math.sqrt(xx * ww);
            }
        }
        assertClose(network.predict(images()), expected, 1e-4);
    }

    @Test
    public void aCosineHeadDoesNotSeeTheScaleOfTheFeatures() {
        Network network = Images.cosine(manager(), CLASSES, 16);
        network.see(CLASSES);
        float[] once = network.predict(bytes(new Shape(1, 1, 2, 2), 3, 0, 7, 1)).toFloatArray();
        float[] thirtyTimes = network.predict(bytes(new Shape(1, 1, 2, 2), 90, 0, 210, 30)).toFloatArray();
        double[] expected = new double[CLASSES];
        Arrays.setAll(expected, c -> once[c]);
        assertClose(thirtyTimes, expected, 1e-5);
    }

    @Test
    public void classesFirstSeenGetTheValuesThatAFullHeadWouldHaveDrawn() {
        seed(5);
        Network growing = Images.linear(manager(), HeadKind.GROWING, CLASSES);
        seed(5);
        Network full = Images.linear(manager(), HeadKind.FULL, CLASSES);
        for (int parameter = 0; parameter < 2; parameter++) {
            assertEquals(rows(growing, parameter, 0, 6), new float[rows(full, parameter, 0, 6).length], "zero until seen");
        }
        growing.see(2);
        growing.see(5);
        for (int parameter = 0; parameter < 2; parameter++) {
            assertEquals(rows(growing, parameter, 0, 5), rows(full, parameter, 0, 5));
            assertEquals(rows(growing, parameter, 5, 6), new float[rows(full, parameter, 5, 6).length]);
            assertNotEquals(rows(full, parameter, 5, 6), new float[rows(full, parameter, 5, 6).length]);
        }
    }

    @Test
    public void trainingLeavesClassesNotSeenUntouched() {
        seed(5);
        Network network = Images.linear(manager(), HeadKind.GROWING, CLASSES);
        seed(5);
        Network fresh = Images.linear(manager(), HeadKind.FULL, CLASSES);
        Optimiser optimiser = new Optimiser(manager(), network.parameters(), new OptimiserOptions(Rule.SGD, 0.001, 0.9, 0.1));
        network.see(2);
        for (int step = 0; step < 3; step++) {
            train(network, optimiser, 0, 1);
        }
        assertNotEquals(rows(network, 0, 0, 2), rows(fresh, 0, 0, 2));
        assertEquals(rows(network, 0, 2, 6), new float[16]);
        assertEquals(rows(network, 1, 2, 6), new float[4]);

        network.see(4);
        assertEquals(rows(network, 0, 2, 4), rows(fresh, 0, 2, 4));
        float[] weight = rows(network, 0, 2, 4);
        float[] gradient = train(network, optimiser, 2, 3);
        double[] expected = new double[8];
        for (int j = 0; j < 8; j++) {
            // the first step of their lives: had decay or momentum run before, more than this would move them
            expected[j] = weight[j] - 0.001 * (gradient[8 + j] + 0.1 * weight[j]);
        }
        assertClose(rows(network, 0, 2, 4), expected, 1e-6);
        assertEquals(rows(network, 0, 4, 6), new float[8]);
    }

    /** One step on the two images; returns the gradient of the weight. */
    private float[] train(Network network, Optimiser optimiser, long... labels) {
        backward(optimiser, () -> Losses.crossEntropy(network.logits(images()), manager().create(labels)));
        float[] gradient = optimiser.gradient(0).toFloatArray();
        optimiser.step();
        return gradient;
    }
}
