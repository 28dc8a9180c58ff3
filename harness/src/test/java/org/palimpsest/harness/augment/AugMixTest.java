package org.palimpsest.harness.augment;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.augment.AugMix.Mixture;
import org.palimpsest.harness.augment.AugMix.Options;
import org.palimpsest.harness.augment.AugMix.Step;
import org.testng.annotations.Test;

public class AugMixTest extends AugmentTest {
    private static final int DRAWS = 6_000;

    private static List<Mixture> draw(Options options, int n, long seed) {
        var random = random(seed);
        return Stream.generate(() -> Mixture.draw(options, random)).limit(n).toList();
    }

    /** A flat Dirichlet distribution of three has mean 1/3 and variance 1/18 in each place, a uniform one 1/2 and 1/12. */
    @Test
    public void weightsAreDrawnAsThePaperSays() {
        List<Mixture> mixtures = draw(new Options(3, 3, 0, 0), DRAWS, 1);
        for (int c = 0; c < 3; c++) {
            int chain = c;
            check(mixtures.stream().mapToDouble(m -> m.weights()[chain]).toArray(), 1 / 3.0, 1 / 18.0);
        }
        check(mixtures.stream().mapToDouble(Mixture::share).toArray(), 0.5, 1 / 12.0);
        mixtures.forEach(m -> assertEquals(DoubleStream.of(m.weights()).sum(), 1, 1e-12));
        double[] lengths = mixtures.stream().mapToDouble(m -> m.chains().get(0).size()).toArray();
        check(lengths, 2, 2 / 3.0);
        assertTrue(draw(new Options(3, 2, 7, 0), 20, 2).stream().allMatch(m -> m.chains().size() == 2 && m.chains().get(1).size() == 7));
    }

    private static void check(double[] values, double mean, double variance) {
        double found = DoubleStream.of(values).average().orElseThrow();
        assertEquals(found, mean, 3.5 * Math.sqrt(variance / values.length));
        double spread = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        assertEquals(spread, variance, 0.1 * variance);
    }

    @Test
    public void levelsStayBelowTheSeverityAndMeanWhatTheAuthorsMeant() {
        assertEquals(Step.magnitude(Operation.ROTATE, 0.29, true), -8.0);
        assertEquals(Step.magnitude(Operation.SHEAR_X, 0.5, false), 0.15, 1e-12);
        assertEquals(Step.magnitude(Operation.TRANSLATE_Y, 0.3, true), -0.1, 1e-12);
        assertEquals(Step.magnitude(Operation.POSTERIZE, 0.3, false), 3.0);
        assertEquals(Step.magnitude(Operation.POSTERIZE, 1, false), 1.0);
        assertEquals(Step.magnitude(Operation.SOLARIZE, 0.1, false), 231.0);
        assertEquals(Step.magnitude(Operation.EQUALIZE, 0.7, false), 0.0);
        List<Step> steps = draw(new Options(2, 3, 0, 0), DRAWS, 3).stream().flatMap(m -> m.chains().stream()).flatMap(List::stream).toList();
        double furthest = steps.stream().filter(s -> s.operation() == Operation.SHEAR_Y).mapToDouble(s -> Math.abs(s.magnitude())).max().orElseThrow();
        assertEquals(furthest, 0.06, 0.001);
        assertEquals(steps.stream().map(Step::operation).distinct().count(), 9);
    }

    /** Each image by itself, in double precision, from the same random numbers. */
    @Test
    public void everyImageIsItsOwnMixture() {
        Options options = new Options(5, 2, 0, 7);
        int n = 40;
        NDArray images = noise(n, 3, 16, 16);
        NDArray mixed = new AugMix().create(options, COLOUR).apply(images, random(5));
        assertEquals(mixed.getDataType(), DataType.UINT8);
        List<Mixture> mixtures = draw(options, n, 5);
        int furthest = 0;
        for (int i = 0; i < n; i++) {
            Mixture mixture = mixtures.get(i);
            NDArray own = images.get(i).expandDims(0);
            NDArray sum = own.toType(DataType.FLOAT64, true).mul(1 - mixture.share());
            for (int c = 0; c < 2; c++) {
                NDArray chain = own;
                for (Step step : mixture.chains().get(c)) {
                    chain = step.operation().apply(chain, new double[] {step.magnitude()}, 7);
                }
                sum = sum.add(chain.toType(DataType.FLOAT64, true).mul(mixture.share() * mixture.weights()[c]));
            }
            double[] expected = sum.toDoubleArray();
            int[] actual = mixed.get(i).toType(DataType.INT32, true).toIntArray();
            for (int p = 0; p < expected.length; p++) {
                assertEquals(actual[p], expected[p], 0.501, "image " + i + ", pixel " + p);
            }
            furthest = Math.max(furthest, Math.abs(actual[0] - own.toType(DataType.INT32, true).toIntArray()[0]));
        }
        assertTrue(furthest > 10, "something was changed");
    }

    @Test
    public void greyImagesAreRefused() {
        ImageInfo grey = new ImageInfo(1, 28, 28, List.of(0.0));
        assertEquals(new AugMix().problem(new Options(3, 3, 0, 0), grey).orElseThrow(), "needs colour images; these have 1 channel(s)");
        assertTrue(new AugMix().problem(new Options(3, 3, 0, 0), COLOUR).isEmpty());
    }
}
