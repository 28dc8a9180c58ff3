package org.palimpsest.harness.images;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.palimpsest.harness.api.FrozenLearner;
import org.palimpsest.harness.api.Rows;

/**
 * The features that a frozen learner has for the images of a test set, each computed when it is first needed and never again. They are
 * computed in batches that do not depend on what was asked for before, so that a run that is taken up has the same to the last bit.
 */
final class FeatureCache {
    private final NDManager manager;
    private final Rows source;
    private final int[] rows;
    private NDArray features; // shape (images, d); null before the first are known
    private int known;

    /**
     * An empty cache.
     *
     * @param manager owner of the features
     * @param rows in the source, of every image
     */
    FeatureCache(NDManager manager, Rows source, int[] rows) {
        this.manager = manager;
        this.source = source;
        this.rows = rows;
    }

    /** Features of the images from one to before another, owned by {@code step}; always to be asked for with the same batch. */
    NDArray get(FrozenLearner learner, int from, int to, int batch, NDManager step) {
        while (known < to) {
            extend(learner, Math.min(known + batch, rows.length));
        }
        return features.get(step, new NDIndex("{}:{}", from, to));
    }

    private void extend(FrozenLearner learner, int end) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray more = learner.features(source.select(scratch, Arrays.copyOfRange(rows, known, end)));
            if (features == null) {
                features = manager.zeros(new Shape(rows.length, more.getShape().get(1)));
            }
            features.set(new NDIndex("{}:{}", known, end), more);
            known = end;
        }
    }
}
