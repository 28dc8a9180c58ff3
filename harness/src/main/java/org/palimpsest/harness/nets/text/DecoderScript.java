package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** What a decoder computes between its linear layers, each in one native call. */
final class DecoderScript {
    /** Heads have shape (n, heads, length, head size); tables of cosines and sines broadcast to it. */
    private static final String FUNCTIONS = """
            def normed(self: __torch__.Functions, vectors: Tensor, weight: Tensor) -> Tensor:
              return torch.rms_norm(vectors, [torch.size(weight, 0)], weight, EPSILON)

            def gated(self: __torch__.Functions, gate: Tensor, units: Tensor) -> Tensor:
              return torch.mul(torch.silu(gate), units)

            def picked(self: __torch__.Functions, states: Tensor, rows: Tensor) -> Tensor:
              return torch.index_select(torch.flatten(states, 0, 1), 0, rows)

            def heads(self: __torch__.Functions, states: Tensor) -> Tensor:
              return torch.transpose(torch.reshape(states, [torch.size(states, 0), torch.size(states, 1), -1, HEAD_SIZE]), 1, 2)

            def turned(self: __torch__.Functions, heads: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
              half = torch.floordiv(torch.size(heads, 3), 2)
              first = torch.slice(heads, 3, 0, half)
              second = torch.slice(heads, 3, half)
              return torch.add(torch.mul(heads, cosines), torch.mul(torch.cat([torch.neg(second), first], 3), sines))

            def shared(self: __torch__.Functions, heads: Tensor) -> Tensor:
              n, length = torch.size(heads, 0), torch.size(heads, 2)
              copies = torch.expand(torch.unsqueeze(heads, 2), [n, KEY_HEADS, SHARERS, length, HEAD_SIZE])
              return torch.reshape(copies, [n, KEY_HEADS * SHARERS, length, HEAD_SIZE])

            def joined(self: __torch__.Functions, heads: Tensor) -> Tensor:
              return torch.flatten(torch.transpose(heads, 1, 2), 2)

            def attend(self: __torch__.Functions, query: Tensor, key: Tensor, value: Tensor, cosines: Tensor, sines: Tensor QUERY_NORM) -> Tensor:
              length = torch.size(query, 1)
              c = torch.slice(cosines, 0, 0, length)
              s = torch.slice(sines, 0, 0, length)
              q = self.turned(NORMED_QUERY, c, s)
              k = self.turned(NORMED_KEY, c, s)
              v = self.heads(value)
              found = torch.scaled_dot_product_attention(q, SHARED_K, SHARED_V, None, 0., True)
              return self.joined(found)

            def extend(self: __torch__.Functions, query: Tensor, key: Tensor, value: Tensor, cosines: Tensor, sines: Tensor QUERY_NORM,
                keys: Tensor, values: Tensor, mask: Tensor, at: int) -> Tensor:
              n, length = torch.size(query, 0), torch.size(query, 1)
              end = torch.add(at, length)
              q = self.turned(NORMED_QUERY, cosines, sines)
              _0 = torch.copy_(torch.slice(keys, 2, at, end), self.turned(NORMED_KEY, cosines, sines))
              _1 = torch.copy_(torch.slice(values, 2, at, end), self.heads(value))
              k = torch.slice(keys, 2, 0, end)
              v = torch.slice(values, 2, 0, end)
              q0 = torch.reshape(q, [n, KEY_HEADS, -1, HEAD_SIZE])
              if torch.eq(torch.numel(mask), 0):
                found = torch.scaled_dot_product_attention(q0, k, v)
              else:
                seen = torch.slice(mask, 3, 0, end)
                if torch.gt(length, 1):
                  seen0 = torch.repeat(seen, [1, 1, SHARERS, 1])
                else:
                  seen0 = seen
                found = torch.scaled_dot_product_attention(q0, k, v, seen0)
              return self.joined(torch.reshape(found, [n, -1, length, HEAD_SIZE]))
            """;

    private final DecoderShape shape;
    private TorchScript script;

    DecoderScript(DecoderShape shape) {
        this.shape = shape;
    }

    /** Compiles it; to be called before it is used. */
    void load(NDManager manager) {
        int sharers = shape.heads() / shape.keyHeads();
        script = new TorchScript(manager, FUNCTIONS
                .replace("EPSILON", Double.toString(shape.epsilon()))
                .replace("QUERY_NORM", shape.headNorms() ? ", query_norm: Tensor, key_norm: Tensor" : "")
                .replace("NORMED_QUERY", shape.headNorms() ? "self.normed(self.heads(query), query_norm)" : "self.heads(query)")
                .replace("NORMED_KEY", shape.headNorms() ? "self.normed(self.heads(key), key_norm)" : "self.heads(key)")
                .replace("SHARED_K", sharers > 1 ? "self.shared(k)" : "k")
                .replace("SHARED_V", sharers > 1 ? "self.shared(v)" : "v")
                .replace("KEY_HEADS * SHARERS", Integer.toString(shape.heads()))
                .replace("KEY_HEADS", Integer.toString(shape.keyHeads()))
                .replace("SHARERS", Integer.toString(sharers))
                .replace("HEAD_SIZE", Integer.toString(shape.headSize())));
    }

    /** Vectors divided by the root of the mean of their squares, times weights. */
    NDArray normed(NDArray vectors, NDArray weight) {
        return script.call("normed", vectors, weight);
    }

    /** Units times SiLU of their gates. */
    NDArray gated(NDArray gate, NDArray units) {
        return script.call("gated", gate, units);
    }

    /** Of states (n, length, width) those of some positions, (m, width); position p of example i is row i * length + p. */
    NDArray picked(NDArray states, NDArray rows) {
        return script.call("picked", states, rows);
    }

    /**
     * Every position looks at itself and all before it.
     *
     * @param inputs queries, keys and values, (n, length, heads * head size); cosines and sines of positions, (positions, head size); then
     *     the weights of the heads' normalisations, if there are any
     * @return (n, length, heads * head size)
     */
    NDArray attend(NDArray... inputs) {
        return script.call("attend", inputs);
    }

    /**
     * The same of positions that follow on those in a cache, which they are added to; no gradients flow.
     *
     * @param inputs as of {@link #attend}, but with cosines and sines of these positions; then keys and values, (n, heads of keys, positions, head size), what
     *     is added to products, (1 or n, 1, length, positions), or nothing; and how many positions there were before
     */
    NDArray extend(NDManager owner, Object... inputs) {
        return script.run(owner, "extend", inputs);
    }
}
