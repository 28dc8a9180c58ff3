package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The first layers of a network that nothing trains, those below the first adapter. What they make of a text is computed once, of the text alone, so that
 * it does not depend on what is read with it, and is kept as long as there is room; for what found none it is computed each time.
 */
final class Stem {
    /** Bytes that are kept of a network. */
    static final long ROOM = 1L << 30;

    private final int depth;
    private final long room;
    private final NDManager keeper;
    private final Map<IntBuffer, NDArray> kept = new HashMap<>();
    private long bytes;

    private Stem(int depth, long room, NDManager keeper) {
        this.depth = depth;
        this.room = room;
        this.keeper = keeper;
    }

    /**
     * The stem of a network; which of its weights are frozen has been settled.
     *
     * @param below what is below the layers
     * @param layers from the first to the last
     * @param room bytes that are kept at most
     * @param keeper lives as long as the network
     */
    static Stem of(List<? extends Block> below, List<? extends Block> layers, long room, NDManager keeper) {
        boolean frozen = below.stream().noneMatch(Stem::isTrained);
        return new Stem(frozen ? (int) layers.stream().takeWhile(layer -> !isTrained(layer)).count() : 0, room, keeper);
    }

    private static boolean isTrained(Block block) {
        return block.getParameters().values().stream().anyMatch(Parameter::requiresGradient);
    }

    /** Layers that it has; if there are none, there is nothing to ask of it. */
    int depth() {
        return depth;
    }

    /** Texts whose states are kept. */
    int size() {
        return kept.size();
    }

    /**
     * States above the stem, shape (n, length, width); those behind a text are 0.
     *
     * @param owner of the result
     * @param texts tokens of each, 1 to {@code length}
     * @param alone what the stem makes of one text in evaluation, from (1, tokens) to (1, tokens, width)
     */
    NDArray states(NDManager owner, List<int[]> texts, int length, UnaryOperator<NDArray> alone) {
        try (NDManager scratch = owner.newSubManager()) {
            NDArray[] rows = texts.stream().flatMap(text -> {
                NDArray states = states(scratch, text, alone);
                int missing = length - text.length;
                return missing == 0 ? Stream.of(states) : Stream.of(states, scratch.zeros(new Shape(missing, states.getShape().get(1))));
            }).toArray(NDArray[]::new);
            NDArray all = NDArrays.concat(new NDList(rows), 0).reshape(texts.size(), length, -1);
            all.attach(owner);
            return all;
        }
    }

    /** Of one text, (tokens, width). */
    private NDArray states(NDManager scratch, int[] text, UnaryOperator<NDArray> alone) {
        NDArray known = kept.get(IntBuffer.wrap(text));
        if (known != null) {
            return known;
        }
        NDArray states = alone.apply(scratch.create(text, new Shape(1, text.length))).squeeze(0);
        long size = states.size() * Float.BYTES;
        if (bytes + size <= room) {
            states.attach(keeper);
            kept.put(IntBuffer.wrap(text.clone()), states);
            bytes += size;
        }
        return states;
    }
}
