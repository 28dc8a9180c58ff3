package org.palimpsest.methods.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.Optional;
import org.palimpsest.harness.api.network.Adapter;
import org.palimpsest.harness.api.network.Draws;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.OwnWork;
import org.palimpsest.harness.api.network.Projection;

/**
 * Low-rank adaptation (Hu et al., LoRA, ICLR 2022, equation 3): beside W x, scale B A x, with A of shape (rank, inputs) and B of shape (outputs, rank). A
 * begins uniform within 1 / sqrt(inputs), B with zeros, so that nothing is changed at first.
 */
public final class LoraAdapter extends AbstractBlock implements Adapter, OwnWork, Draws {
    private final int outputs;
    private final double scale;
    private final float dropout;
    private final Parameter a;
    private final Parameter b;
    private NDArray factor;

    /** An adapter for a layer. */
    public LoraAdapter(Projection layer, LoraOptions options) {
        outputs = layer.outputs();
        scale = options.scale();
        dropout = (float) options.dropout();
        // no weights to a rule that says what those of layers begin with
        a = addParameter(Parameter.builder().setName("a").setType(Parameter.Type.OTHER)
                .optInitializer(FanIn.of(layer.inputs())).optShape(new Shape(options.rank(), layer.inputs())).build());
        b = addParameter(Parameter.builder().setName("b").setType(Parameter.Type.OTHER)
                .optInitializer(Initializer.ZEROS).optShape(new Shape(outputs, options.rank())).build());
    }

    /** A, shape (rank, inputs). */
    public Parameter a() {
        return a;
    }

    /** B, shape (outputs, rank). */
    public Parameter b() {
        return b;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        factor = manager.create((float) scale);
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        x = training && dropout > 0 ? Dropout.dropout(x, dropout, true).singletonOrThrow() : x;
        NDArray down = linear(x, store.getValue(a, x.getDevice(), training)).mul(factor);
        return new NDList(linear(down, store.getValue(b, x.getDevice(), training)));
    }

    private static NDArray linear(NDArray x, NDArray weight) {
        return x.getNDArrayInternal().linear(x, weight, null).singletonOrThrow();
    }

    @Override
    public Optional<NDArray> change(NDManager manager) {
        NDArray change = b.getArray().matMul(a.getArray());
        change.attach(manager);
        return Optional.of(change.muli(factor));
    }

    @Override
    public long flops() {
        Shape input = getInputShapes()[0];
        return 2 * input.slice(1, input.dimension() - 1).size() * (a.getShape().size() + b.getShape().size());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape x = inputs[0];
        return new Shape[] {x.slice(0, x.dimension() - 1).add(outputs)};
    }

    @Override
    public boolean draws() {
        return dropout > 0;
    }
}
