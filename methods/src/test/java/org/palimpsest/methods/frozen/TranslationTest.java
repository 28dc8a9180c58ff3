package org.palimpsest.methods.frozen;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.methods.frozen.Translation.Similarity;
import org.palimpsest.methods.frozen.Translation.Source;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class TranslationTest {
    private NDManager manager;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private TranslatedRows rows(Translation translation, float[][] features, int[] labels, boolean unit, double[]... means) {
        List<Optional<double[]>> all = Arrays.stream(means).map(Optional::ofNullable).toList();
        return translation.rows(manager.create(features), labels, all, unit, new Randomness(4), 1);
    }

    private float[] values(TranslatedRows rows, int... numbers) {
        return rows.rows(numbers, manager).toFloatArray();
    }

    private static int[] ofClass(TranslatedRows rows, int label) {
        return IntStream.range(0, rows.size()).filter(i -> rows.label(i) == label).toArray();
    }

    /** New features (1, 0) and (3, 2), whose mean is (2, 1), moved to the past mean (0, 5). */
    @Test
    public void newFeaturesAreMovedByTheDifferenceOfTheMeans() {
        Translation nearest = new Translation(Similarity.EUCLIDEAN, 1, Source.NEAREST);
        TranslatedRows rows = rows(nearest, new float[][] {{1, 0}, {3, 2}}, new int[] {1, 1}, false, new double[] {0, 5}, new double[] {2, 1});
        assertEquals(rows.size(), 4);
        assertEquals(rows.width(), 2);
        assertEquals(rows.labels(new int[] {0, 1, 2, 3}), new int[] {1, 1, 0, 0});
        assertEquals(values(rows, 0, 1, 2, 3), new float[] {1, 0, 3, 2, -1, 4, 1, 6});
        assertEquals(values(rows, 3, 0), new float[] {1, 6, 1, 0});
    }

    @Test
    public void movedFeaturesAreScaledAfterTheMove() {
        Translation nearest = new Translation(Similarity.EUCLIDEAN, 1, Source.NEAREST);
        TranslatedRows rows = rows(nearest, new float[][] {{4, 3}, {0, 2}}, new int[] {1, 1}, true, new double[] {0, 5}, new double[] {2, 2.5});
        float[] moved = values(rows, 0, 2, 3); // (4, 3), (2, 5.5) and (-2, 4.5)
        double[] expected = {0.8, 0.6, 2 / Math.hypot(2, 5.5), 5.5 / Math.hypot(2, 5.5), -2 / Math.hypot(2, 4.5), 4.5 / Math.hypot(2, 4.5)};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(moved[i], expected[i], 1e-6);
        }
    }

    /** Past mean (4, 0). New means: class 1 (3, 3), class 2 (40, 10), class 3 (0, 5): nearest is 1, but the smallest angle has 2. */
    @DataProvider
    public Object[][] choices() {
        return new Object[][] {
            {Similarity.EUCLIDEAN, 1, 1}, {Similarity.EUCLIDEAN, 2, 3}, {Similarity.EUCLIDEAN, 3, 2}, {Similarity.EUCLIDEAN, 9, 2},
            {Similarity.COSINE, 1, 2}, {Similarity.COSINE, 2, 1}, {Similarity.COSINE, 3, 3}, {Similarity.COSINE, 4, 3}};
    }

    @Test(dataProvider = "choices")
    public void theSimilarClassOfTheWantedRankLendsItsFeatures(Similarity similarity, int rank, int lender) {
        float[][] features = {{3, 3}, {39, 10}, {41, 10}, {0, 4}, {0, 5}, {0, 6}};
        double[][] means = {{4, 0}, {3, 3}, {40, 10}, {0, 5}};
        TranslatedRows rows = rows(new Translation(similarity, rank, Source.NEAREST), features, new int[] {1, 2, 2, 3, 3, 3}, false, means);
        int[] pseudo = ofClass(rows, 0);
        assertEquals(pseudo.length, lender, "class k has k features here");
        float[] moved = values(rows, pseudo);
        double spread = lender == 3 ? 1 : 0;
        assertEquals(moved[1], -spread, 1e-6);
    }

    @Test
    public void aPastClassWithoutMeanGetsNoFeaturesAndAClassOfTheTaskKeepsItsOwn() {
        Translation nearest = new Translation(Similarity.EUCLIDEAN, 1, Source.NEAREST);
        TranslatedRows rows = rows(nearest, new float[][] {{1, 0}, {3, 2}}, new int[] {2, 1}, false, null, new double[] {9, 9}, new double[] {1, 0});
        assertEquals(rows.size(), 2);
        assertEquals(values(rows, 0, 1), new float[] {1, 0, 3, 2});
    }

    private static float[][] cloud(int classes, int perClass) {
        float[][] features = new float[classes * perClass][3];
        for (int i = 0; i < features.length; i++) {
            for (int j = 0; j < 3; j++) {
                features[i][j] = (float) Math.sin(i * 3 + j * 1.7) + i / perClass;
            }
        }
        return features;
    }

    private static double[][] meansOf(float[][] features, int[] labels, double[] past) {
        double[][] means = new double[Arrays.stream(labels).max().orElseThrow() + 1][];
        means[0] = past;
        for (int k = 1; k < means.length; k++) {
            int label = k;
            int[] members = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
            means[k] = IntStream.range(0, 3).mapToDouble(j -> Arrays.stream(members).mapToDouble(i -> features[i][j]).average().orElseThrow()).toArray();
        }
        return means;
    }

    /** Each drawn feature is one of the new ones, moved by the mean of its own class. */
    @DataProvider
    public Object[][] mixtures() {
        return new Object[][] {{Source.RANDOM}, {Source.HERDING}};
    }

    @Test(dataProvider = "mixtures")
    public void featuresOfAllNewClassesAreMovedByTheirOwnMeans(Source source) {
        float[][] features = cloud(3, 8);
        int[] labels = IntStream.range(0, 24).map(i -> 1 + i / 8).toArray();
        double[] past = {5, -2, 1};
        double[][] means = meansOf(features, labels, past);
        TranslatedRows rows = rows(new Translation(Similarity.EUCLIDEAN, 1, source), features, labels, false, means);
        int[] pseudo = ofClass(rows, 0);
        assertEquals(pseudo.length, 8, "as many as a new class has");
        float[] moved = values(rows, pseudo);
        Set<Integer> lenders = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            int at = i;
            int[] sources = IntStream.range(0, 24).filter(s -> IntStream.range(0, 3).allMatch(j ->
                    Math.abs(moved[3 * at + j] - (features[s][j] - means[labels[s]][j] + past[j])) < 1e-5)).toArray();
            assertEquals(sources.length, 1, "row " + i);
            lenders.add(labels[sources[0]]);
        }
        assertTrue(lenders.size() > 1, lenders.toString());
    }

    /** All subsets of 8 of the 24 moved features have means around the past one; herding picks one that is close. */
    @Test
    public void herdingStaysCloserToThePastMeanThanChance() {
        float[][] features = cloud(3, 8);
        int[] labels = IntStream.range(0, 24).map(i -> 1 + i / 8).toArray();
        double[] past = {5, -2, 1};
        double[][] means = meansOf(features, labels, past);
        double[] distance = new double[2];
        for (Source source : new Source[] {Source.RANDOM, Source.HERDING}) {
            TranslatedRows rows = rows(new Translation(Similarity.EUCLIDEAN, 1, source), features, labels, false, means);
            NDArray moved = rows.rows(ofClass(rows, 0), manager);
            NDArray apart = moved.mean(new int[] {0}).sub(manager.create(new float[] {5, -2, 1}));
            distance[source == Source.RANDOM ? 0 : 1] = apart.norm().getFloat();
        }
        assertTrue(distance[1] < 0.1 && distance[1] < distance[0], Arrays.toString(distance));
    }

    @Test
    public void equalSeedsDrawEqualFeatures() {
        float[][] features = cloud(3, 8);
        int[] labels = IntStream.range(0, 24).map(i -> 1 + i / 8).toArray();
        double[][] means = meansOf(features, labels, new double[] {5, -2, 1});
        Translation random = new Translation(Similarity.EUCLIDEAN, 1, Source.RANDOM);
        TranslatedRows once = rows(random, features, labels, false, means);
        TranslatedRows again = rows(random, features, labels, false, means);
        int[] all = IntStream.range(0, once.size()).toArray();
        assertEquals(values(again, all), values(once, all));
        assertEquals(new Shape(once.size(), 3), once.rows(all, manager).getShape());
    }
}
