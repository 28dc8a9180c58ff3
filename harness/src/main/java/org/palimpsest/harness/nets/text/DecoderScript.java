package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
              end = at + length
              both = self.turned(torch.cat([NORMED_QUERY, NORMED_KEY], 1), cosines, sines)
              _0 = torch.copy_(torch.slice(keys, 2, at, end), torch.slice(both, 1, KEY_HEADS * SHARERS))
              _1 = torch.copy_(torch.slice(values, 2, at, end), self.heads(value))
              k = torch.slice(keys, 2, 0, end)
              v = torch.slice(values, 2, 0, end)
              q = torch.reshape(torch.slice(both, 1, 0, KEY_HEADS * SHARERS), [n, KEY_HEADS, -1, HEAD_SIZE])
              if torch.numel(mask) == 0:
                found = torch.scaled_dot_product_attention(q, k, v)
              else:
                seen = torch.slice(mask, 3, 0, end)
                if length > 1:
                  seen0 = torch.repeat(seen, [1, 1, SHARERS, 1])
                else:
                  seen0 = seen
                found = torch.scaled_dot_product_attention(q, k, v, seen0)
              return self.joined(torch.reshape(found, [n, -1, length, HEAD_SIZE]))

            def next(self: __torch__.Functions, read: Tensor, weights: List[Tensor], keys: List[Tensor], values: List[Tensor], tables: List[Tensor],
                mask: Tensor, at: int) -> Tensor:
              places = torch.select(read, 0, 1)
              cosines = torch.unsqueeze(torch.embedding(tables[0], places), 1)
              sines = torch.unsqueeze(torch.embedding(tables[1], places), 1)
              n, length = torch.size(read, 1), torch.size(read, 2)
              states = torch.flatten(torch.embedding(weights[0], torch.select(read, 0, 0)), 0, 1)
              for i in range(LAYERS):
                w = 1 + i * WEIGHTS
                x = self.normed(states, weights[w])
                query = torch.reshape(PRODUCT(x, QUERY), [n, length, -1])
                key = torch.reshape(PRODUCT(x, KEY), [n, length, -1])
                value = torch.reshape(PRODUCT(x, VALUE), [n, length, -1])
                if length == 1:
                  found = self.step(query, key, value, cosines, sines HEAD_NORMS, keys[i], values[i], mask, at)
                else:
                  found = torch.flatten(self.extend(query, key, value, cosines, sines HEAD_NORMS, keys[i], values[i], mask, at), 0, 1)
                _0 = torch.add_(states, PRODUCT(found, OUTPUT))
                y = self.normed(states, HIDDEN_NORM)
                units = torch.mul_(torch.silu_(PRODUCT(y, GATE)), PRODUCT(y, UP))
                _1 = torch.add_(states, PRODUCT(units, DOWN))
              last = torch.select(torch.reshape(states, [n, length, -1]), 1, -1)
              return torch.mm(self.normed(last, weights[-2]), weights[-1])

            def step(self: __torch__.Functions, query: Tensor, key: Tensor, value: Tensor, cosines: Tensor, sines: Tensor QUERY_NORM,
                keys: Tensor, values: Tensor, mask: Tensor, at: int) -> Tensor:
              n = torch.size(query, 0)
              both = self.turned(torch.cat([NORMED_QUERY, NORMED_KEY], 1), cosines, sines)
              _0 = torch.copy_(torch.slice(keys, 2, at, at + 1), torch.slice(both, 1, KEY_HEADS * SHARERS))
              _1 = torch.copy_(torch.slice(values, 2, at, at + 1), self.heads(value))
              k = torch.transpose(torch.flatten(torch.slice(keys, 2, 0, at + 1), 0, 1), 1, 2)
              v = torch.flatten(torch.slice(values, 2, 0, at + 1), 0, 1)
              q = torch.reshape(torch.slice(both, 1, 0, KEY_HEADS * SHARERS), [n * KEY_HEADS, SHARERS, HEAD_SIZE])
              if torch.numel(mask) == 0:
                products = torch.mul_(torch.bmm(q, k), SCALE)
              else:
                seen = torch.expand(torch.slice(mask, 3, 0, at + 1), [-1, KEY_HEADS, -1, -1])
                products = torch.baddbmm(torch.reshape(seen, [n * KEY_HEADS, 1, at + 1]), q, k, beta=1, alpha=SCALE)
              found = torch.bmm(torch.softmax(products, -1), v)
              return torch.reshape(found, [n, -1])
            """;

    private final DecoderShape shape;
    private TorchScript script;

    DecoderScript(DecoderShape shape) {
        this.shape = shape;
    }

    /** Compiles it; to be called before it is used. */
    void load(NDManager manager) {
        int sharers = shape.heads() / shape.keyHeads();
        String functions = FUNCTIONS
                .replace("EPSILON", Double.toString(shape.epsilon()))
                .replace("QUERY_NORM", shape.headNorms() ? ", query_norm: Tensor, key_norm: Tensor" : "")
                .replace("NORMED_QUERY", shape.headNorms() ? "self.normed(self.heads(query), query_norm)" : "self.heads(query)")
                .replace("NORMED_KEY", shape.headNorms() ? "self.normed(self.heads(key), key_norm)" : "self.heads(key)")
                .replace("SHARED_K", sharers > 1 ? "self.shared(k)" : "k")
                .replace("SHARED_V", sharers > 1 ? "self.shared(v)" : "v")
                .replace("KEY_HEADS * SHARERS", Integer.toString(shape.heads()))
                .replace("KEY_HEADS", Integer.toString(shape.keyHeads()))
                .replace("SHARERS", Integer.toString(sharers))
                .replace("HEAD_SIZE", Integer.toString(shape.headSize()))
                .replace("SCALE", Double.toString(1 / Math.sqrt(shape.headSize())))
                .replace("LAYERS", Integer.toString(shape.layers()));
        script = new TorchScript(manager, places(functions));
    }

    /** Where the weights of a layer are in a list of all, see {@link #next}. */
    private String places(String functions) {
        Map<String, Boolean> biased = new LinkedHashMap<>();
        List.of("QUERY", "KEY", "VALUE").forEach(name -> biased.put(name, shape.inputBiases()));
        biased.put("OUTPUT", shape.outputBias());
        List.of("GATE", "UP", "DOWN").forEach(name -> biased.put(name, shape.hiddenBiases()));
        int place = 1; // behind that of the first normalisation
        String placed = functions;
        for (Map.Entry<String, Boolean> layer : biased.entrySet()) {
            if (layer.getKey().equals("GATE")) {
                placed = placed.replace(" HEAD_NORMS", shape.headNorms() ? ", " + weight(place) + ", " + weight(place + 1) : "");
                place += shape.headNorms() ? 2 : 0;
                placed = placed.replace("HIDDEN_NORM", weight(place++));
            }
            boolean bias = layer.getValue();
            placed = placed.replaceAll("PRODUCT\\((\\w+), " + layer.getKey() + "\\)",
                    bias ? "torch.addmm(" + weight(place + 1) + ", $1, " + weight(place) + ")" : "torch.mm($1, " + weight(place) + ")");
            place += bias ? 2 : 1;
        }
        return placed.replace("WEIGHTS", Integer.toString(place));
    }

    private static String weight(int place) {
        return "weights[w + " + place + "]";
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

    /**
     * All of the network, of positions that follow on those in a cache, which they are added to.
     *
     * @param read tokens and positions, (2, n, length)
     * @param weights see {@link Weights}
     * @return outputs of the last position, (n, vocabulary)
     */
    NDArray next(NDManager owner, NDArray read, IValue weights, Cache cache) {
        return script.run(owner, "next", read, weights, cache.allKeys(), cache.allValues(), cache.tables(), cache.mask(), (long) cache.length());
    }
}
