package org.palimpsest.harness.api.training;

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

    /** When the gradients of a step are complete, before the method or an add-on can change them and the weights move. */
    default void gradientsComplete(Optimiser optimiser) {}
}
