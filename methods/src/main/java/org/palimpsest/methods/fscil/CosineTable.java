package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * The classifier: a vector w_k for each pseudo-class k, and scale times cos(e, w_k) as the score of an embedding e. In the base session the
 * vectors are trained; then they are the mean embeddings of their classes (Zhang et al., Few-Shot Incremental Learning with Continually
 * Evolved Classifiers, CVPR 2021, section 3.2).
 */
final class CosineTable implements Stateful {
    private static final float NEVER = -1e9f;

    private final Parameter vectors; // (classes M, width)
    private final NDArray missing; // (classes M): 0, or a huge negative number where there is no vector
    private final Rows vectorRows;
    private final Rows missingRows;
    private final PseudoClasses versions;
    private final int width;
    private final double scale;

    CosineTable(TrickWeights weights, NDManager manager, int classes, PseudoClasses versions, int width, double scale) {
        this.vectors = weights.add("classes", new Shape((long) classes * versions.count(), width), width);
        this.missing = manager.zeros(new Shape((long) classes * versions.count()));
        this.vectorRows = new Rows(vectors.getArray());
        this.missingRows = new Rows(missing.reshape(-1, 1));
        this.versions = versions;
        this.width = width;
        this.scale = scale;
    }

    /** The vectors of all pseudo-classes of the stream, seen or not. */
    Parameter vectors() {
        return vectors;
    }

    /** Bytes of the vectors of so many classes. */
    long bytes(int classes) {
        return (long) classes * versions.count() * width * Float.BYTES;
    }

    /**
     * Replaces vectors.
     *
     * @param rows pseudo-classes
     * @param values one for each of them; one that is empty can never be the answer
     */
    void put(int[] rows, List<Optional<double[]>> values) {
        float[] flat = new float[rows.length * width];
        float[] lacks = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            lacks[i] = values.get(i).isPresent() ? 0 : NEVER;
            for (int j = 0; j < width && values.get(i).isPresent(); j++) {
                flat[i * width + j] = (float) values.get(i).get()[j];
            }
        }
        try (NDManager scratch = missing.getManager().newSubManager()) {
            vectorRows.put(rows, scratch.create(flat, new Shape(rows.length, width)));
            missingRows.put(rows, scratch.create(lacks, new Shape(rows.length, 1)));
        }
    }

    /** Scores of embeddings (n, width) for the pseudo-classes of the first {@code classes} classes: shape (n, classes M). */
    NDArray logits(NDArray embeddings, int classes) {
        NDManager owner = embeddings.getManager();
        NDIndex first = new NDIndex(":{}", classes * versions.count());
        NDArray directions = vectors.getArray().get(owner, first).normalize(2, 1);
        return embeddings.normalize(2, 1).mul(scale).matMul(directions.transpose()).add(missing.get(owner, first));
    }

    /**
     * Scores of images for the first {@code classes} classes: the mean over the versions of the image, each scored for its own
     * pseudo-classes.
     *
     * @param embeddings of all versions of n images, side by side, shape (n, M width)
     * @return shape (n, classes)
     */
    NDArray scores(NDArray embeddings, int classes) {
        long n = embeddings.getShape().get(0);
        int count = versions.count();
        // image, version of the image, class, version of the class
        NDArray logits = logits(embeddings.reshape(n * count, width), classes).reshape(n, count, classes, count);
        NDArray sum = logits.get(":, 0, :, 0");
        for (int m = 1; m < count; m++) {
            sum = sum.add(logits.get(new NDIndex(":, {}, :, {}", m, m)));
        }
        return sum.div(count);
    }

    @Override
    public void save(State state) {
        state.put("missing", missing);
    }

    @Override
    public void load(State state) {
        state.copyTo("missing", missing);
    }
}
