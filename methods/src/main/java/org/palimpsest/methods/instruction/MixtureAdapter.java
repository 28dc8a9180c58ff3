package org.palimpsest.methods.instruction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import java.util.Optional;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.network.Adapter;
import org.palimpsest.harness.api.network.Draws;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.OwnWork;
import org.palimpsest.harness.api.network.Projection;
import org.palimpsest.methods.adapters.LoraOptions;

/**
 * A mixture of low-rank experts that share the rank, each token's weights of them given by a router: scale times the sum over experts e of G_e(x) B_e A_e x,
 * G = softmax(R x) (Chen et al., CoIN, NeurIPS 2024, and the authors' code, in which entries of A begin normal with a deviation of 0.01, and B with zeros).
 * The A_e lie one below the other in one array, the B_e one beside the other.
 */
final class MixtureAdapter extends AbstractBlock implements Adapter, OwnWork, Draws {
    private static final float DEVIATION = 0.01f;

    private final int outputs;
    private final int rank;
    private final int experts;
    private final int active;
    private final double scale;
    private final float dropout;
    private final Parameter router;
    private final Parameter a;
    private final Parameter b;
    private NDArray factor;

    /**
     * An adapter for a layer.
     *
     * @param experts how many share the rank
     * @param active experts that a token goes to, those with the largest weights; the others' are 0
     */
    MixtureAdapter(Projection layer, LoraOptions options, int experts, int active) {
        this.outputs = layer.outputs();
        this.rank = options.rank();
        this.experts = experts;
        this.active = active;
        this.scale = options.scale();
        this.dropout = (float) options.dropout();
        router = array("router", FanIn.of(layer.inputs()), experts, layer.inputs());
        a = array("a", new NormalInitializer(DEVIATION), rank, layer.inputs());
        b = array("b", Initializer.ZEROS, outputs, rank);
    }

    private Parameter array(String name, Initializer start, int rows, int columns) {
        return addParameter(Parameter.builder().setName(name).setType(Parameter.Type.OTHER).optInitializer(start).optShape(new Shape(rows, columns)).build());
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        factor = manager.create((float) scale);
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDArray gates = gates(linear(x, store.getValue(router, x.getDevice(), training)));
        NDArray kept = training && dropout > 0 ? Dropout.dropout(x, dropout, true).singletonOrThrow() : x;
        NDArray down = linear(kept, store.getValue(a, x.getDevice(), training));
        Shape whole = down.getShape();
        Shape parted = whole.slice(0, whole.dimension() - 1).add(experts, rank / experts);
        NDArray weighted = down.reshape(parted).mul(gates.expandDims(-1)).reshape(whole).mul(factor);
        return new NDList(linear(weighted, store.getValue(b, x.getDevice(), training)));
    }

    private NDArray gates(NDArray scores) {
        if (active == experts) {
            return scores.softmax(-1);
        }
        NDArray fixed = scores.stopGradient();
        NDArray least = fixed.topK(active, -1).get(0).get(new NDIndex("..., {}:{}", active - 1, active));
        return scores.add(fixed.lt(least).toType(DataType.FLOAT32, false).mul(Losses.OUT)).softmax(-1);
    }

    private static NDArray linear(NDArray x, NDArray weight) {
        return x.getNDArrayInternal().linear(x, weight, null).singletonOrThrow();
    }

    /** There is none: what it comes to is another for each token. */
    @Override
    public Optional<NDArray> change(NDManager manager) {
        return Optional.empty();
    }

    @Override
    public long flops() {
        Shape input = getInputShapes()[0];
        return 2 * input.slice(1, input.dimension() - 1).size() * (router.getShape().size() + a.getShape().size() + b.getShape().size());
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
