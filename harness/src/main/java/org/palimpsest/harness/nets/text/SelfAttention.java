package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.palimpsest.harness.api.network.OwnWork;
import org.palimpsest.harness.api.network.Projection;

/**
 * Every position looks at all others: softmax(Q K' / sqrt(d)) V in each head (Vaswani et al., NeurIPS 2017, section 3.2). Input: hidden states (n, length,
 * width), and what is added to products before the softmax, (n, 1, 1, length). Output (n, length, width).
 */
final class SelfAttention extends AbstractBlock implements OwnWork {
    private final int heads;
    private final Projection query;
    private final Projection key;
    private final Projection value;
    private final Projection output;
    private TorchScript script;

    SelfAttention(int width, int heads) {
        this.heads = heads;
        query = addChildBlock("query", new Projection(width, width, true));
        key = addChildBlock("key", new Projection(width, width, true));
        value = addChildBlock("value", new Projection(width, width, true));
        output = addChildBlock("output", new Projection(width, width, true));
    }

    private String function() {
        return """
                def attend(self: __torch__.Functions, query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
                  n, length, width = torch.size(query, 0), torch.size(query, 1), torch.size(query, 2)
                  shape = [n, length, %d, -1]
                  q = torch.transpose(torch.reshape(query, shape), 1, 2)
                  k = torch.transpose(torch.reshape(key, shape), 1, 2)
                  v = torch.transpose(torch.reshape(value, shape), 1, 2)
                  heads = torch.scaled_dot_product_attention(q, k, v, mask)
                  return torch.reshape(torch.transpose(heads, 1, 2), [n, length, width])
                """.replace("%d", Integer.toString(heads));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        for (Projection projection : new Projection[] {query, key, value, output}) {
            projection.initialize(manager, type, inputs[0]);
        }
        script = new TorchScript(manager, function());
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDList hidden = new NDList(inputs.get(0));
        NDArray heads = script.call("attend", query.forward(store, hidden, training).singletonOrThrow(),
                key.forward(store, hidden, training).singletonOrThrow(), value.forward(store, hidden, training).singletonOrThrow(), inputs.get(1));
        return output.forward(store, new NDList(heads), training);
    }

    /** The products of positions: with each other's keys, and of the weights that come of them with values. */
    @Override
    public long flops() {
        Shape hidden = getInputShapes()[0];
        return 2 * 2 * hidden.get(1) * hidden.get(1) * hidden.get(2);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0]};
    }
}
