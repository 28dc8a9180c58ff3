package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import org.palimpsest.harness.api.network.OwnWork;

/** A row of numbers for each token, looked up: (n, length) whole numbers to (n, length, width). */
final class TokenTable extends AbstractBlock implements OwnWork {
    private static final float DEVIATION = 0.02f;

    private final int width;
    private final Parameter weight;

    /**
     * A table.
     *
     * @param rows tokens that there are
     * @param width numbers for each
     */
    TokenTable(int rows, int width) {
        this.width = width;
        weight = addParameter(Parameter.builder().setName("weight").setType(Parameter.Type.WEIGHT)
                .optInitializer(new NormalInitializer(DEVIATION)).optShape(new Shape(rows, width)).build());
    }

    /** All rows, (tokens, width). */
    Parameter weight() {
        return weight;
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray tokens = inputs.singletonOrThrow();
        return tokens.getNDArrayInternal().embedding(tokens, store.getValue(weight, tokens.getDevice(), training), SparseFormat.DENSE);
    }

    /** Nothing is multiplied. */
    @Override
    public long flops() {
        return 0;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0].add(width)};
    }
}
