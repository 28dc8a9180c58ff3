package org.palimpsest.harness.supervised;

import java.util.EnumSet;
import java.util.Set;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.config.PlannedStream;

/** A planned stream whose examples say what is right: learned by classifiers, of one task or of several at once. */
public interface SupervisedStream extends PlannedStream {
    @Override
    default Class<Classifier> learner() {
        return Classifier.class;
    }

    @Override
    default Set<Regime> regimes() {
        return EnumSet.allOf(Regime.class);
    }
}
