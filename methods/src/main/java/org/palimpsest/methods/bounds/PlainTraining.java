package org.palimpsest.methods.bounds;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.GradientLearner;
import org.palimpsest.harness.api.Training;

/** Cross-entropy on whatever comes; also what a method trains its backbone with before it freezes it. */
public final class PlainTraining extends GradientLearner {
    @Inject
    PlainTraining(Training training) {
        super(training);
    }

    @Override
    protected NDArray loss(Batch batch) {
        return crossEntropy(logits(batch), batch.labels());
    }
}
