package org.palimpsest.harness.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.palimpsest.harness.images.PlannedImages;

/** The backbone of a run and a linear head, as blocks of DJL with nothing around them. */
final class BareNetwork {
    private final Block block;
    private final Shape example;
    private final ParameterStore store;
    private final PtNDArray one;

    /** A network with weights of its own, which belong to the manager. */
    BareNetwork(NDManager manager, PlannedImages planned, int classes) {
        example = planned.example();
        block = new SequentialBlock().add(planned.network())
                .add(Linear.builder().setUnits(classes).build());
        block.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(example));
        store = new ParameterStore(manager, false);
        one = (PtNDArray) manager.create(1f);
    }

    /** Shape of one example. */
    Shape example() {
        return example;
    }

    /** The weights that gradients move. */
    List<NDArray> weights() {
        return block.getParameters().values().stream().filter(Parameter::requiresGradient).map(Parameter::getArray).toList();
    }

    /** Scores of normalised examples, as in an examination. */
    NDArray predict(NDArray input) {
        return forward(input, false);
    }

    /** Adds the gradients of the mean cross-entropy to those that there are; {@code targets} has shape (n, 1). */
    void backward(NDArray input, NDArray targets) {
        try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            NDArray loss = forward(input, true).logSoftmax(1).gather(targets, 1).mean().neg();
            JniUtils.backward((PtNDArray) loss, one, false, false);
        }
    }

    private NDArray forward(NDArray input, boolean training) {
        return block.forward(store, new NDList(input), training).singletonOrThrow();
    }
}
