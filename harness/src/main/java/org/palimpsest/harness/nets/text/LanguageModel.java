package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.palimpsest.harness.api.network.OwnWork;
import org.palimpsest.harness.api.network.Projection;
import org.palimpsest.harness.api.network.PublishedNames;
import org.palimpsest.harness.api.text.Generative;
import org.palimpsest.harness.api.text.Sampling;

/**
 * A decoder: (n, 2, length) tokens and where the next one is asked for, to outputs (m, vocabulary) at these m positions. What is behind the last of them is
 * not computed.
 */
final class LanguageModel extends AbstractBlock implements Generative, OwnWork, PublishedNames {
    private final DecoderShape shape;
    private final DecoderScript script;
    private final RotationTables tables;
    private final TokenTable tokens;
    private final List<DecoderLayer> layers = new ArrayList<>();
    private final RmsNorm norm;
    private final Projection vocabulary; // null if tied
    private Stem stem;

    LanguageModel(DecoderShape shape) {
        this.shape = shape;
        script = new DecoderScript(shape);
        tables = new RotationTables(shape.rotation());
        tokens = addChildBlock("tokens", new TokenTable(shape.vocabulary(), shape.width()));
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(addChildBlock("layer" + i, new DecoderLayer(shape, script)));
        }
        norm = addChildBlock("norm", new RmsNorm(script, shape.width()));
        vocabulary = shape.tied() ? null : addChildBlock("vocabulary", new Projection(shape.width(), shape.vocabulary(), false));
    }

    /**
     * A decoder of examples of a shape.
     *
     * @throws IllegalArgumentException if it is not (2, length), with a length that the context has room for
     */
    static LanguageModel of(DecoderShape shape, Shape example) {
        if (example.dimension() != 2 || example.get(0) != 2 || example.get(1) > shape.context()) {
            throw new IllegalArgumentException("it reads texts of at most " + shape.context() + " tokens, and examples have shape " + example);
        }
        return new LanguageModel(shape);
    }

    /** Whether outputs are products with the rows of the token table. */
    boolean tied() {
        return shape.tied();
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        script.load(manager);
        tables.initialize(manager);
        Shape read = new Shape(inputs[0].get(0), inputs[0].get(2));
        tokens.initialize(manager, type, read);
        Shape states = tokens.getOutputShapes(new Shape[] {read})[0];
        layers.forEach(layer -> layer.initialize(manager, type, states));
        Shape asked = new Shape(1, shape.width());
        norm.initialize(manager, type, asked);
        stem = Stem.of(List.of(tokens), layers, Stem.ROOM, manager);
        if (vocabulary != null) {
            vocabulary.initialize(manager, type, asked);
        }
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray given = inputs.singletonOrThrow();
        Positions positions = Positions.of(given);
        NDManager owner = given.getManager();
        tables.require(positions.length());
        try (NDManager scratch = owner.newSubManager()) {
            NDArray states = stem.depth() == 0 ? tokens.forward(store, new NDList(positions.tokens(scratch)), training).singletonOrThrow()
                    : stem.states(scratch, positions.texts(), positions.length(),
                            text -> passed(store, tokens.forward(store, new NDList(text), false).singletonOrThrow(), layers.subList(0, stem.depth()), false));
            states = passed(store, states, layers.subList(stem.depth(), layers.size()), training);
            NDArray outputs = outputs(store, script.picked(states, positions.rows(scratch)), training);
            outputs.attach(owner);
            return new NDList(outputs);
        }
    }

    private NDArray passed(ParameterStore store, NDArray states, List<DecoderLayer> through, boolean training) {
        NDArray passed = states;
        for (DecoderLayer layer : through) {
            passed = Scratch.pass(layer, store, passed, training, tables.cosines(), tables.sines());
        }
        return passed;
    }

    /** States (m, width) to outputs (m, vocabulary). */
    private NDArray outputs(ParameterStore store, NDArray states, boolean training) {
        NDArray normed = norm.apply(store, states, training);
        if (vocabulary != null) {
            return vocabulary.forward(store, new NDList(normed), training).singletonOrThrow();
        }
        NDArray table = store.getValue(tokens.weight(), states.getDevice(), training);
        return normed.getNDArrayInternal().linear(normed, table, null).singletonOrThrow();
    }

    /** The outputs of one position, if they are products with the token table; a layer for them counts its own. */
    @Override
    public long flops() {
        return shape.tied() ? 2L * shape.vocabulary() * shape.width() : 0;
    }

    @Override
    public String published(String path) {
        String array = DecoderNames.of(path + ".");
        return array.substring(0, array.length() - 1);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), shape.vocabulary())};
    }

    @Override
    public List<int[]> generate(ParameterStore store, List<int[]> prompts, int most, int end, Sampling sampling) {
        int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(0);
        if (prompts.stream().anyMatch(prompt -> prompt.length == 0) || longest + most > shape.context()) {
            throw new IllegalArgumentException("prompts have 1 to " + (shape.context() - most) + " tokens if " + most + " may follow, not "
                    + prompts.stream().mapToInt(prompt -> prompt.length).boxed().toList());
        }
        if (prompts.isEmpty() || most == 0) {
            return prompts.stream().map(prompt -> new int[0]).toList();
        }
        try (NDManager own = tokens.weight().getArray().getManager().newSubManager()) {
            return generate(store, own, prompts, new Answers(prompts.size(), most, end, sampling), longest, longest + most);
        }
    }

    private List<int[]> generate(ParameterStore store, NDManager own, List<int[]> prompts, Answers answers, int longest, int room) {
        Weights weights = collect(store, own);
        try (Cache cache = new Cache(own, shape, tables, prompts.stream().map(prompt -> prompt.length).toList(), room);
                IValue all = TorchScript.list(weights.arrays())) {
            int[] next = new int[prompts.size() * longest];
            for (int i = 0; i < prompts.size(); i++) {
                System.arraycopy(prompts.get(i), 0, next, i * longest + cache.starts()[i], prompts.get(i).length);
            }
            while (!answers.finished()) {
                try (NDManager scratch = own.newSubManager()) {
                    NDArray read = cache.expect(scratch, next);
                    NDArray outputs = weights.adapted() ? layerByLayer(store, read, cache) : script.next(scratch, read, all, cache);
                    cache.grow(next.length / prompts.size());
                    next = answers.add(outputs);
                }
            }
            return answers.all();
        }
    }

    /** In the order of {@link DecoderScript#next}. */
    private Weights collect(ParameterStore store, NDManager scratch) {
        Weights weights = new Weights(store, scratch);
        weights.add(tokens);
        layers.forEach(layer -> layer.collect(weights));
        weights.add(norm);
        if (vocabulary == null) {
            weights.addTurned(tokens);
        } else {
            weights.add(vocabulary);
        }
        return weights;
    }

    /**
     * Outputs of the last of some positions that follow, (n, vocabulary): as {@link DecoderScript#next}, but with adapters beside layers that come to no
     * change of weights.
     */
    private NDArray layerByLayer(ParameterStore store, NDArray read, Cache cache) {
        cache.turn(read.get(1));
        NDArray states = tokens.forward(store, new NDList(read.get(0)), false).singletonOrThrow();
        int positions = (int) states.getShape().get(1);
        for (int i = 0; i < layers.size(); i++) {
            NDManager owner = states.getManager();
            if (positions == 1) {
                states = layers.get(i).next(store, states, cache, i);
                continue;
            }
            try (NDManager inLayer = owner.newSubManager()) { // long texts fill the memory otherwise
                states.attach(inLayer);
                states = layers.get(i).next(store, states, cache, i);
                states.attach(owner);
            }
        }
        long[] last = LongStream.rangeClosed(1, cache.starts().length).map(i -> i * positions - 1).toArray();
        return outputs(store, script.picked(states, read.getManager().create(last)), false);
    }
}
