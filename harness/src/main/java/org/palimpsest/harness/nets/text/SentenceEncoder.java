package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.network.PublishedNames;

/**
 * A BERT encoder (Devlin et al., NAACL 2019) whose hidden states are averaged over the tokens of a text and brought to length 1 (Reimers and Gurevych,
 * EMNLP 2019): (n, length) tokens, padded at the right, to (n, width). What is padding in all examples is not computed.
 */
final class SentenceEncoder extends AbstractBlock implements PublishedNames {
    private static final double NEVER = 1e9; // a weight of zero after the softmax, also in rows that are padding only
    private static final int EUCLIDEAN = 2;

    private final int width;
    private final int padding;
    private final TokenTable tokens;
    private final TokenTable positions;
    private final LayerNorm norm;
    private final List<EncoderLayer> layers = new ArrayList<>();
    private Stem stem;

    /**
     * An encoder.
     *
     * @param vocabulary tokens that there are
     * @param context most tokens of a text
     * @param padding the token that is none
     */
    SentenceEncoder(int vocabulary, int context, int padding, int layers, int width, int heads, int hidden) {
        this.width = width;
        this.padding = padding;
        tokens = addChildBlock("tokens", new TokenTable(vocabulary, width));
        positions = addChildBlock("positions", new TokenTable(context, width));
        norm = addChildBlock("norm", EncoderLayer.norm());
        for (int i = 0; i < layers; i++) {
            this.layers.add(addChildBlock("layer" + i, new EncoderLayer(width, heads, hidden)));
        }
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        tokens.initialize(manager, type, inputs);
        positions.initialize(manager, type, inputs[0].slice(1));
        Shape hidden = tokens.getOutputShapes(inputs)[0];
        norm.initialize(manager, type, hidden);
        layers.forEach(layer -> layer.initialize(manager, type, hidden));
        stem = Stem.of(List.of(tokens, positions, norm), layers, Stem.ROOM, manager);
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray given = inputs.singletonOrThrow();
        NDManager owner = given.getManager();
        try (NDManager scratch = owner.newSubManager()) {
            given.tempAttach(scratch);
            NDArray read = trimmed(given);
            NDArray real = read.neq(padding).toType(DataType.FLOAT32, false);
            long n = read.getShape().get(0);
            long length = read.getShape().get(1);
            NDArray mask = real.sub(1).mul(NEVER).reshape(n, 1, 1, length);
            NDArray hidden = stem.depth() == 0 ? embedded(store, read, training) : aboveStem(store, read);
            for (EncoderLayer layer : layers.subList(stem.depth(), layers.size())) {
                hidden = Scratch.pass(layer, store, hidden, training, mask);
            }
            // the direction of a sum is that of the mean
            NDArray sums = real.reshape(n, 1, length).matMul(hidden).reshape(n, width);
            NDArray units = sums.normalize(EUCLIDEAN, 1);
            units.attach(owner);
            return new NDList(units);
        }
    }

    /** Without the columns at the end that are padding in all rows; one at least stays. */
    private NDArray trimmed(NDArray given) {
        long longest = Math.max(1, given.neq(padding).toType(DataType.INT32, false).sum(new int[] {1}).max().toType(DataType.INT64, false).getLong());
        return longest == given.getShape().get(1) ? given : given.get(":, :" + longest);
    }

    private NDArray embedded(ParameterStore store, NDArray read, boolean training) {
        NDArray places = read.getManager().arange((int) read.getShape().get(1));
        NDArray sum = tokens.forward(store, new NDList(read), training).singletonOrThrow()
                .add(positions.forward(store, new NDList(places), training).singletonOrThrow());
        return norm.forward(store, new NDList(sum), training).singletonOrThrow();
    }

    private NDArray aboveStem(ParameterStore store, NDArray read) {
        int[] all = read.toIntArray();
        int length = (int) read.getShape().get(1);
        List<int[]> texts = IntStream.range(0, all.length / length).mapToObj(i -> {
            int end = (i + 1) * length;
            while (end > i * length + 1 && all[end - 1] == padding) {
                end--;
            }
            return Arrays.copyOfRange(all, i * length, end);
        }).toList();
        return stem.states(read.getManager(), texts, length, text -> {
            NDArray hidden = embedded(store, text, false);
            NDArray unmasked = text.getManager().zeros(new Shape(1, 1, 1, text.getShape().get(1)));
            for (EncoderLayer layer : layers.subList(0, stem.depth())) {
                hidden = Scratch.pass(layer, store, hidden, false, unmasked);
            }
            return hidden;
        });
    }

    @Override
    public String published(String path) {
        String array = MiniLmBackbone.nameInFile(path + ".");
        return array.substring(0, array.length() - 1);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), width)};
    }
}
