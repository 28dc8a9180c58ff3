package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * Pre-assigned prototypes (Yang et al., Neural Collapse Inspired Feature-Classifier Alignment for Few-Shot Class Incremental Learning, ICLR
 * 2023): as many directions as the stream will have pseudo-classes, spread as widely as possible before training and fixed from then on.
 * What a neck makes of the features is drawn to the direction of its class.
 */
final class Prototypes implements Stateful {
    private static final int NONE = -1;

    private final Projection neck;
    private final Options options;
    private final Rows vectors;
    private final float[][] hostVectors;
    private final int[] vectorOf; // of each pseudo-class

    /** What becomes of the directions in training and in answers. */
    enum Role {
        /** Their loss stands beside cross-entropy; classes are recognised by the means of their features. */
        AUXILIARY,
        /** Their loss takes the place of cross-entropy; classes are recognised by the means of what the neck gives. */
        MEANS,
        /** Their loss takes the place of cross-entropy; the directions themselves are the classes, as in NC-FSCIL. */
        VECTORS
    }

    /** Which direction a class gets. */
    enum Order {
        /** Class k the k-th. */
        INDEX,
        /** By the Hungarian algorithm: when a class is met, the free direction that is nearest to its mean, all new classes together. */
        HUNGARIAN
    }

    /** Options. */
    record Options(
            @Doc("etf: a simplex, for up to width prototypes; optimised: spread by gradient descent, for any number; which of them is not stated "
                    + "by the paper") @Default("etf") PrototypeDirections.Kind frame,
            @Doc("index order, or hungarian by similarity to the mean embedding as in OrCo; not stated by the paper") @Default("index")
            Order assignment,
            @Doc("auxiliary: beside cross-entropy; in its place, with classes known by their means or by the vectors themselves; not stated by "
                    + "the paper") @Default("auxiliary") Role role,
            @Doc("dimensions of the frame; NC-FSCIL: 512") @Min(2) @Default("512") int width,
            @Doc("weight of the dot-regression loss; NC-FSCIL: 10, not stated by the paper") @PositiveOrZero @Default("10") double weight,
            @Doc("temperature of a frame that is optimised; OrCo: 1, smaller ones drive the nearest pairs apart") @Positive @Default("1")
            double frameTemperature,
            @Doc("steps by which a frame is optimised; OrCo: 1000 or more") @Positive @Default("1000") int frameSteps) {}

    /**
     * Makes the frame.
     *
     * @param count pseudo-classes of the whole stream
     * @throws IllegalArgumentException if a simplex has too few dimensions for them
     */
    Prototypes(TrickWeights weights, NDManager manager, Randomness random, int features, int count, Options options) {
        this.neck = new Projection(weights, "neck", features, options.width);
        this.options = options;
        UniformRandomProvider gaussian = random.get("fscil-frame");
        NDArray frame = options.frame == PrototypeDirections.Kind.ETF ? PrototypeDirections.etf(manager, count, options.width, gaussian)
                : PrototypeDirections.optimised(manager, count, options.width, options.frameTemperature, options.frameSteps, gaussian);
        this.vectors = new Rows(frame);
        this.hostVectors = new float[count][];
        float[] flat = frame.toFloatArray();
        Arrays.setAll(hostVectors, k -> Arrays.copyOfRange(flat, k * options.width, (k + 1) * options.width));
        this.vectorOf = new int[count];
        Arrays.fill(vectorOf, NONE);
    }

    Projection neck() {
        return neck;
    }

    /** Whether the loss takes the place of cross-entropy, and the neck is part of the encoder. */
    boolean replacesHead() {
        return options.role != Role.AUXILIARY;
    }

    /** Whether the directions are the classes. */
    boolean areTheClasses() {
        return options.role == Role.VECTORS;
    }

    /** Whether means are needed to assign directions. */
    boolean assignedByMeans() {
        return options.assignment == Order.HUNGARIAN;
    }

    /**
     * Gives directions to pseudo-classes that have none yet.
     *
     * @param rows pseudo-classes
     * @param means what the neck gives for them on average; only looked at if {@link #assignedByMeans()}
     */
    void assign(int[] rows, List<Optional<double[]>> means) {
        List<Integer> fresh = IntStream.range(0, rows.length).filter(i -> vectorOf[rows[i]] == NONE).boxed().toList();
        if (!assignedByMeans()) {
            fresh.forEach(i -> vectorOf[rows[i]] = rows[i]);
            return;
        }
        int[] free = IntStream.range(0, vectorOf.length).filter(v -> Arrays.stream(vectorOf).noneMatch(taken -> taken == v)).toArray();
        double[][] similarity = new double[fresh.size()][free.length];
        for (int i = 0; i < similarity.length; i++) {
            Optional<double[]> mean = means.get(fresh.get(i));
            for (int j = 0; j < free.length && mean.isPresent(); j++) {
                similarity[i][j] = cosine(mean.get(), hostVectors[free[j]]);
            }
        }
        int[] best = Assignment.best(similarity);
        for (int i = 0; i < best.length; i++) {
            vectorOf[rows[fresh.get(i)]] = free[best[i]];
        }
    }

    private static double cosine(double[] a, float[] unit) {
        double dot = 0;
        double square = 0;
        for (int j = 0; j < a.length; j++) {
            dot += a[j] * unit[j];
            square += a[j] * a[j];
        }
        return square == 0 ? 0 : dot / Math.sqrt(square);
    }

    /** The directions of pseudo-classes that have one. */
    List<Optional<double[]>> of(int[] rows) {
        List<Optional<double[]>> directions = new ArrayList<>();
        for (int row : rows) {
            float[] vector = hostVectors[vectorOf[row]];
            directions.add(Optional.of(IntStream.range(0, vector.length).mapToDouble(j -> vector[j]).toArray()));
        }
        return directions;
    }

    /**
     * The weighted dot-regression loss (equation 4): the mean of (e . h - 1)^2 / 2, with e the direction of an example's class and h its
     * embedding at length 1. No gradient reaches e.
     *
     * @param embeddings what the neck gives, shape (n, width)
     * @param labels pseudo-classes
     */
    NDArray loss(NDArray embeddings, int[] labels) {
        NDArray targets = vectors.select(embeddings.getManager(), Arrays.stream(labels).map(label -> vectorOf[label]).toArray());
        return dotRegression(embeddings, targets).mul(options.weight);
    }

    /** The loss of {@link #loss} without its weight; targets of length 1, shape (n, width). */
    static NDArray dotRegression(NDArray embeddings, NDArray targets) {
        return embeddings.normalize(2, 1).mul(targets).sum(new int[] {1}).sub(1).square().mean().div(2);
    }

    @Override
    public void save(State state) {
        state.put("vectorOf", vectorOf);
    }

    @Override
    public void load(State state) {
        System.arraycopy(state.ints("vectorOf"), 0, vectorOf, 0, vectorOf.length);
    }
}
