package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;

/**
 * Changes how any gradient method trains. The calls of one step come in the order of the methods below; with several
 * add-ons each call goes through them in the order in which they were written after the plus signs.
 */
public interface AddOn extends Stateful {
    /** Before the first step of a task. */
    default void beforeTask(TaskData task) {}

    /** Changes the loss, a scalar, while gradients are recorded; e.g. adds a penalty. */
    default NDArray loss(Batch batch, NDArray loss) {
        return loss;
    }

    /** When the gradients of the step are complete, before the weights move. */
    default void beforeUpdate() {}

    /** When the weights have moved. */
    default void afterUpdate() {}

    /** After the last step of a task. */
    default void afterTask(TaskData task) {}

    @Override
    default void save(State state) {}

    @Override
    default void load(State state) {}
}
