package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;

/**
 * Changes how any gradient method trains, whatever it learns. The calls of one step come in the order of the methods below; with several
 * add-ons each call goes through them in the order in which they were written after the plus signs. One that has to know of labels is a
 * {@link LabelledAddOn}.
 */
public interface AddOn extends Stateful {
    /** Before the first step of a task, numbered from 0. */
    default void beforeTask(int task) {}

    /** Changes the loss, a scalar, while gradients are recorded; e.g. adds a penalty. */
    default NDArray loss(NDArray loss) {
        return loss;
    }

    /** When the gradients of the step are complete, before the weights move. */
    default void beforeUpdate() {}

    /** When the weights have moved. */
    default void afterUpdate() {}

    /**
     * When the last step of a task, numbered from 0, is done, before the method draws its conclusions from the weights: the place to change them for what
     * the method remembers of the task to be of the weights as they are then.
     */
    default void afterSteps(int task) {}

    /** At the end of a task, numbered from 0. */
    default void afterTask(int task) {}

    @Override
    default void save(State state) {}

    @Override
    default void load(State state) {}
}
