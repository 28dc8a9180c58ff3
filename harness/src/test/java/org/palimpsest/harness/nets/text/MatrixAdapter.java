package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.Optional;
import org.palimpsest.harness.api.network.Adapter;
import org.palimpsest.harness.api.network.Projection;

/** Adds what a matrix of the layer's own shape makes of the input. */
final class MatrixAdapter extends AbstractBlock implements Adapter {
    private final Parameter matrix;
    private final boolean linear;

    /** @param linear whether it says that it is one */
    MatrixAdapter(Projection layer, Initializer initial, boolean linear) {
        this.linear = linear;
        matrix = addParameter(Parameter.builder().setName("matrix").setType(Parameter.Type.OTHER).optInitializer(initial)
                .optShape(new Shape(layer.outputs(), layer.inputs())).build());
    }

    Parameter matrix() {
        return matrix;
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        return x.getNDArrayInternal().linear(x, store.getValue(matrix, x.getDevice(), training), null);
    }

    @Override
    public Optional<NDArray> change(NDManager manager) {
        NDArray change = matrix.getArray().duplicate();
        change.attach(manager);
        return linear ? Optional.of(change) : Optional.empty();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape input = inputs[0];
        return new Shape[] {input.slice(0, input.dimension() - 1).add(matrix.getShape().get(0))};
    }
}
