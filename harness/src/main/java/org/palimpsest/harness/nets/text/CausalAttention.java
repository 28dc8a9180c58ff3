package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.network.OwnWork;
import org.palimpsest.harness.api.network.Projection;

/**
 * Every position looks at itself and those before it; several heads of queries may share a head of keys and values (Ainslie et al., GQA, EMNLP 2023), and
 * queries and keys are turned by their positions. Input: hidden states (n, length, width), and the cosines and sines of all positions.
 */
final class CausalAttention extends AbstractBlock implements OwnWork {
    private final DecoderShape shape;
    private final DecoderScript script;
    private final Projection query;
    private final Projection key;
    private final Projection value;
    private final Projection output;
    private final List<RmsNorm> norms = new ArrayList<>(); // of queries and of keys, if there are any

    CausalAttention(DecoderShape shape, DecoderScript script) {
        this.shape = shape;
        this.script = script;
        int queries = shape.heads() * shape.headSize();
        int keys = shape.keyHeads() * shape.headSize();
        query = addChildBlock("query", new Projection(shape.width(), queries, shape.inputBiases()));
        key = addChildBlock("key", new Projection(shape.width(), keys, shape.inputBiases()));
        value = addChildBlock("value", new Projection(shape.width(), keys, shape.inputBiases()));
        output = addChildBlock("output", new Projection(queries, shape.width(), shape.outputBias()));
        if (shape.headNorms()) {
            norms.add(addChildBlock("queryNorm", new RmsNorm(script, shape.headSize())));
            norms.add(addChildBlock("keyNorm", new RmsNorm(script, shape.headSize())));
        }
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        query.initialize(manager, type, inputs[0]);
        key.initialize(manager, type, inputs[0]);
        value.initialize(manager, type, inputs[0]);
        Shape[] queries = query.getOutputShapes(new Shape[] {inputs[0]});
        output.initialize(manager, type, queries);
        norms.forEach(norm -> norm.initialize(manager, type, queries));
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        List<Object> all = inputsOf(store, inputs.get(0), inputs.get(1), inputs.get(2), training);
        return output.forward(store, new NDList(script.attend(all.toArray(NDArray[]::new))), training);
    }

    /** What attention makes of positions that follow on those in a cache. */
    NDArray next(ParameterStore store, NDArray hidden, Cache cache, int layer) {
        List<Object> all = inputsOf(store, hidden, cache.cosines(), cache.sines(), false);
        all.addAll(List.of(cache.keys(layer), cache.values(layer), cache.mask(), (long) cache.length()));
        return output.forward(store, new NDList(script.extend(hidden.getManager(), all.toArray())), false).singletonOrThrow();
    }

    /** Adds the weights in the order of {@link DecoderScript#next}. */
    void collect(Weights weights) {
        for (Projection projection : new Projection[] {query, key, value, output}) {
            weights.add(projection);
        }
        norms.forEach(weights::add);
    }

    private List<Object> inputsOf(ParameterStore store, NDArray hidden, NDArray cosines, NDArray sines, boolean training) {
        NDList states = new NDList(hidden);
        List<Object> all = new ArrayList<>();
        for (Projection projection : new Projection[] {query, key, value}) {
            all.add(projection.forward(store, states, training).singletonOrThrow());
        }
        all.add(cosines);
        all.add(sines);
        norms.forEach(norm -> all.add(norm.weight(store, hidden, training)));
        return all;
    }

    /** The products of each position with the keys of those up to it, and of the weights that come of them with values. */
    @Override
    public long flops() {
        long length = getInputShapes()[0].get(1);
        return 2 * 2 * length * (length + 1) / 2 * shape.heads() * shape.headSize();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0]};
    }
}
