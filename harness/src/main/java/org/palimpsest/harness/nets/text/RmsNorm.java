package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import org.palimpsest.harness.api.network.OwnWork;

/** Each vector divided by the root of the mean of its squares, and multiplied with a weight for each place (Zhang and Sennrich, NeurIPS 2019). */
final class RmsNorm extends AbstractBlock implements OwnWork {
    private final DecoderScript script;
    private final Parameter weight;

    RmsNorm(DecoderScript script, int width) {
        this.script = script;
        weight = addParameter(Parameter.builder().setName("weight").setType(Parameter.Type.GAMMA).optInitializer(Initializer.ONES)
                .optShape(new Shape(width)).build());
    }

    /** The weights. */
    NDArray weight(ParameterStore store, NDArray beside, boolean training) {
        return store.getValue(weight, beside.getDevice(), training);
    }

    /** What it makes of vectors. */
    NDArray apply(ParameterStore store, NDArray vectors, boolean training) {
        return script.normed(vectors, weight(store, vectors, training));
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return new NDList(apply(store, inputs.singletonOrThrow(), training));
    }

    /** As any normalisation's: a multiply-add for each number. */
    @Override
    public long flops() {
        return 2 * getInputShapes()[0].slice(1).size();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0]};
    }
}
