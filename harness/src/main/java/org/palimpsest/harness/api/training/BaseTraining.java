package org.palimpsest.harness.api.training;

import com.google.inject.ImplementedBy;
import com.google.inject.Singleton;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.TaskData;

/**
 * Trains the network of the first task for methods that go on from it, once for all of them: a run takes up what another run in the same
 * results folder has trained, if benchmark, seed, update rule, add-ons and the training itself are the same. Its cost is booked as if the
 * run had trained it.
 */
@ImplementedBy(BaseTraining.Unshared.class)
public interface BaseTraining {
    /**
     * Brings a learner to the end of a first task, by training it or by loading its state. The engine's generator is seeded anew afterwards,
     * so that whatever follows is the same in either case.
     *
     * @param how everything in which this training may differ from that of other methods, e.g. {@code cross-entropy}, with the values of
     *     options that it depends on; equal words promise equal networks
     * @param learner what trains; until it is done, the method must predict as this learner does, as probes on the way are shared too
     */
    void learn(String how, GradientLearner learner, TaskData task, Budget budget);

    /** Trains and shares nothing. */
    @Singleton
    final class Unshared implements BaseTraining {
        @Override
        public void learn(String how, GradientLearner learner, TaskData task, Budget budget) {
            learner.learn(task, budget);
        }
    }
}
