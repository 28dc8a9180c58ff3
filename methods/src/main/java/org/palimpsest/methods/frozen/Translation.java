package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.memory.Herding;

/**
 * Pseudo-features of past classes: features of new classes, moved by the difference of the class means (Petit et al., WACV 2023,
 * equation 1): f + mu(past) - mu(new). Their mean is that of the past class, their spread that of the new one.
 *
 * @param similarity by which classes are compared
 * @param rank which of the new classes lends its features where the most similar ones do: 1 for the most similar; the least similar if
 *     there are fewer
 * @param source which new features are moved
 */
public record Translation(Similarity similarity, int rank, Source source) {
    /** How alike two class means are. */
    public enum Similarity {
        /** The smaller the distance, the more. */
        EUCLIDEAN,
        /** The smaller the angle, the more. */
        COSINE;

        private double between(double[] a, double[] b) {
            double product = product(a, b);
            return this == COSINE
                    ? product / Math.sqrt(Math.max(product(a, a) * product(b, b), Double.MIN_NORMAL))
                    : 2 * product - product(b, b); // the order by distance from a, which the square of a does not change
        }

        private static double product(double[] a, double[] b) {
            return IntStream.range(0, a.length).mapToDouble(j -> a[j] * b[j]).sum();
        }
    }

    /** Which features of the new classes are moved to a past class. */
    public enum Source {
        /** All those of the new class whose mean is most similar. */
        NEAREST,
        /** As many as a new class has on average, drawn from all new classes. */
        RANDOM,
        /** As many, such that their mean stays close to that of the past class. */
        HERDING
    }

    /**
     * The rows that a classifier of all classes learns from: the new features as they are, then those of each past class.
     *
     * @param features of the new classes, shape (n, d); the rows refer to them
     * @param labels of the new features
     * @param means of all classes seen; those without one get no rows
     * @param unit whether rows shall have length 1
     * @param random for {@link Source#RANDOM}, with the number of the task
     */
    TranslatedRows rows(NDArray features, int[] labels, List<Optional<double[]>> means, boolean unit, Randomness random, int task) {
        return new Builder(features, labels, means, random, task).build(unit);
    }

    /** Lists of sources, offsets and labels in the making. */
    private final class Builder {
        private final NDArray features;
        private final int[] labels;
        private final List<Optional<double[]>> means;
        private final Randomness random;
        private final int task;
        private final int[] fresh; // the new classes
        private final List<Optional<double[]>> freshMeans; // by class
        private final int[][] members; // by class
        private final List<double[]> offsets = new ArrayList<>();
        private final List<int[]> sources = new ArrayList<>();
        private final List<int[]> moved = new ArrayList<>();
        private final List<int[]> classes = new ArrayList<>();

        Builder(NDArray features, int[] labels, List<Optional<double[]>> means, Randomness random, int task) {
            this.features = features;
            this.labels = labels;
            this.means = means;
            this.random = random;
            this.task = task;
            int width = (int) features.getShape().get(1);
            ClassMeans now = new ClassMeans(means.size(), width);
            now.add(features, labels);
            freshMeans = now.all(means.size(), false);
            fresh = Arrays.stream(labels).distinct().sorted().toArray();
            members = IntStream.range(0, means.size())
                    .mapToObj(k -> IntStream.range(0, labels.length).filter(i -> labels[i] == k).toArray()).toArray(int[][]::new);
            offsets.add(new double[width]);
        }

        TranslatedRows build(boolean unit) {
            add(IntStream.range(0, labels.length).toArray(), new int[labels.length], labels);
            for (int past = 0; past < means.size(); past++) {
                if (members[past].length == 0 && means.get(past).isPresent()) {
                    translate(past, means.get(past).get());
                }
            }
            return new TranslatedRows(features, table(features.getManager()), join(sources), join(moved), join(classes), unit);
        }

        private void translate(int past, double[] mean) {
            if (source == Source.NEAREST) {
                int lender = lender(mean);
                int offset = offset(mean, lender);
                add(members[lender], constant(offset, members[lender].length), constant(past, members[lender].length));
                return;
            }
            int[] offsetOf = new int[means.size()];
            Arrays.stream(fresh).forEach(lender -> offsetOf[lender] = offset(mean, lender));
            int wanted = Math.max(1, Math.round(labels.length / (float) fresh.length));
            int[] chosen = source == Source.RANDOM
                    ? Randomness.sample(labels.length, wanted, random.get("translation", task, past))
                    : herded(offsetOf, wanted);
            add(chosen, Arrays.stream(chosen).map(i -> offsetOf[labels[i]]).toArray(), constant(past, chosen.length));
        }

        /** The new class whose features are moved to a past class. */
        private int lender(double[] mean) {
            List<Integer> ranked = Arrays.stream(fresh).boxed()
                    .sorted(Comparator.comparingDouble(k -> -similarity.between(mean, freshMeans.get(k).get()))).toList();
            return ranked.get(Math.min(rank, ranked.size()) - 1);
        }

        private int offset(double[] mean, int lender) {
            double[] from = freshMeans.get(lender).orElseThrow();
            double[] offset = new double[mean.length];
            Arrays.setAll(offset, j -> mean[j] - from[j]);
            offsets.add(offset);
            return offsets.size() - 1;
        }

        /** All new features, moved, have the past mean, so that herding them goes towards it. */
        private int[] herded(int[] offsetOf, int wanted) {
            try (NDManager scratch = features.getManager().newSubManager()) {
                int[] each = Arrays.stream(labels).map(label -> offsetOf[label]).toArray();
                return Herding.select(new Rows(table(scratch)).select(scratch, each).addi(features), wanted);
            }
        }

        private NDArray table(NDManager manager) {
            return manager.create(flat(offsets), new Shape(offsets.size(), features.getShape().get(1)));
        }

        private void add(int[] rows, int[] offset, int[] label) {
            sources.add(rows);
            moved.add(offset);
            classes.add(label);
        }
    }

    private static float[] flat(List<double[]> rows) {
        float[] values = new float[rows.size() * rows.get(0).length];
        int at = 0;
        for (double[] row : rows) {
            for (double value : row) {
                values[at++] = (float) value;
            }
        }
        return values;
    }

    private static int[] constant(int value, int count) {
        return IntStream.generate(() -> value).limit(count).toArray();
    }

    private static int[] join(List<int[]> parts) {
        return parts.stream().flatMapToInt(IntStream::of).toArray();
    }
}
