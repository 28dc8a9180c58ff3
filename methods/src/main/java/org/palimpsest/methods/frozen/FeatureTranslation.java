package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.bounds.PlainTraining;
import org.palimpsest.methods.linear.LabelledRows;
import org.palimpsest.methods.linear.LinearClassifier;

/**
 * The features of the first task's network, a mean for each class, and after every task a classifier of all classes that is trained from
 * scratch on the features of the task and on {@linkplain Translation pseudo-features} of the past classes. Nothing but the means and the
 * classifier outlives the task.
 */
class FeatureTranslation extends FrozenFeatures {
    private static final float NEVER = -1e30f;

    private final Translation translation;
    private final boolean normalise;
    private final Trainer trainer;
    private final Randomness random;
    private final ClassMeans means;
    private LinearClassifier classifier; // null before the first task

    /** Trains the classifier of a state. */
    interface Trainer {
        /**
         * Trains from scratch.
         *
         * @param rows of all classes seen
         * @param classes their number
         * @param task of which state, from 0
         * @param owner owner of the classifier
         */
        LinearClassifier train(LabelledRows rows, int classes, int task, NDManager owner);
    }

    FeatureTranslation(Training training, PlainTraining base, boolean trainBackbone, Translation translation, boolean normalise, Trainer trainer,
            Randomness random) {
        super(training, base, trainBackbone);
        this.translation = translation;
        this.normalise = normalise;
        this.trainer = trainer;
        this.random = random;
        this.means = new ClassMeans(training.network().classes(), width());
    }

    @Override
    final void absorb(int task, NDArray features, int[] labels) {
        means.add(features, labels);
        List<Optional<double[]>> all = means.all(seen(), false);
        TranslatedRows rows = translation.rows(features, labels, all, normalise, random, task);
        replace(trainer.train(rows, seen(), task, manager()));
        boolean[] absent = new boolean[seen()];
        for (int k = 0; k < absent.length; k++) {
            absent[k] = all.get(k).isEmpty();
        }
        classifier.shift(absent, NEVER);
    }

    private void replace(LinearClassifier next) {
        if (classifier != null) {
            classifier.close();
        }
        classifier = next;
    }

    @Override
    final NDArray scores(NDArray features, int classes) {
        return classifier.scores(normalise ? features.normalize(2, 1) : features);
    }

    /** A mean for each class. */
    @Override
    public long memoryBytes() {
        return means.bytes();
    }

    @Override
    final void saveStatistics(State state) {
        means.save(state.scope("means"));
        if (classifier != null) {
            classifier.save(state.scope("classifier"));
        }
    }

    @Override
    final void loadStatistics(State state) {
        means.load(state.scope("means"));
        if (frozen()) {
            replace(LinearClassifier.load(state.scope("classifier"), manager()));
        }
    }
}
