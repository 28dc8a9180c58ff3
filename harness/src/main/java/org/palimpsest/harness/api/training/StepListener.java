package org.palimpsest.harness.api.training;

import java.util.Optional;
import org.palimpsest.harness.api.Stateful;

/** Hears of every update; the engine probes accuracy and shows progress from here. */
@FunctionalInterface
public interface StepListener {
    /**
     * After an update.
     *
     * @param step updates made in this task, from 1
     * @param examples stream examples of the update
     */
    void afterStep(long step, int examples);

    /**
     * What the network made of the stream batch of an update, in training mode and before the update; not told where a method scores it
     * by other means than {@link Training}.
     *
     * @param loss sum of the losses of the examples under the objective, see {@link Objective#tally}
     * @param correct those answered rightly
     * @param examples how many there are
     */
    default void scored(double loss, int correct, int examples) {}

    /**
     * Passes over the examples of a task begin, or go on after an interruption.
     *
     * @param changing all that they change; empty if they can only be made in one go
     * @return how many passes are behind it: more than 0 if it has been loaded with what it was like after these
     */
    default int passesBegin(Optional<Stateful> changing) {
        return 0;
    }

    /**
     * A pass is over that others follow; only told where all that they change is known.
     *
     * @param passes that are behind it
     * @param read has everything read that steps have left on the device, which is to come before anything is saved
     */
    default void passDone(int passes, Runnable read) {}

    /** When the gradients of a step are complete, before the method or an add-on can change them and the weights move. */
    default void gradientsComplete(Optimiser optimiser) {}
}
