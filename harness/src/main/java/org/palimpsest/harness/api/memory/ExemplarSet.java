package org.palimpsest.harness.api.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.State;

/**
 * Exemplars of each class in an order of importance, in one preallocated array: a class is shrunk by dropping its last ones (Rebuffi et
 * al., iCaRL, CVPR 2017, algorithm 5).
 */
public final class ExemplarSet implements Memory {
    private final NDManager manager;
    private final int capacity;
    private final List<List<Integer>> slots = new ArrayList<>(); // by label, the most important first
    private final Deque<Integer> free = new ArrayDeque<>();
    private Rows examples;

    ExemplarSet(NDManager manager, int capacity) {
        this.manager = manager;
        this.capacity = capacity;
        for (int slot = 0; slot < capacity; slot++) {
            free.add(slot);
        }
    }

    /** Exemplars held, of all classes. */
    public int size() {
        return capacity - free.size();
    }

    /** Exemplars held of a class. */
    public int size(int label) {
        return label < slots.size() ? slots.get(label).size() : 0;
    }

    /** Keeps no more than the first {@code perClass} exemplars of each class. */
    public void reduce(int perClass) {
        for (List<Integer> own : slots) {
            while (own.size() > perClass) {
                free.add(own.remove(own.size() - 1));
            }
        }
    }

    /**
     * Adds exemplars of one class behind those that it has.
     *
     * @param ranked the most important first, all of one label
     * @throws IllegalArgumentException if there is no room for them
     */
    public void add(int label, Batch ranked) {
        if (ranked.size() > free.size()) {
            throw new IllegalArgumentException(ranked.size() + " exemplars for " + free.size() + " free slots of " + capacity);
        }
        if (ranked.size() == 0) {
            return;
        }
        if (examples == null) {
            examples = allocate(ranked.examples());
        }
        while (slots.size() <= label) {
            slots.add(new ArrayList<>());
        }
        int[] taken = new int[ranked.size()];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = free.remove();
            slots.get(label).add(taken[i]);
        }
        examples.put(taken, ranked.examples());
    }

    private Rows allocate(NDArray like) {
        return new Rows(manager.zeros(new Shape(capacity).addAll(like.getShape().slice(1)), like.getDataType()));
    }

    /** All exemplars, class by class, as they are until the set changes; nothing is copied. */
    public Examples all() {
        if (examples == null) {
            return Examples.none();
        }
        int[] chosen = slots.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
        int[] labels = IntStream.range(0, slots.size()).flatMap(label -> IntStream.generate(() -> label).limit(size(label))).toArray();
        return new Examples(examples, chosen, labels);
    }

    /** Bytes of examples and labels at full capacity. */
    @Override
    public long bytes() {
        long perExample = examples == null ? 0 : examples.array().size() / capacity * examples.array().getDataType().getNumOfBytes();
        return capacity * (perExample + Integer.BYTES);
    }

    @Override
    public void save(State state) {
        if (examples != null) {
            state.put("sizes", slots.stream().mapToInt(List::size).toArray());
            state.put("slots", slots.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray());
            if (!free.isEmpty()) {
                state.put("free-slots", free.stream().mapToInt(Integer::intValue).toArray());
            }
            state.put("examples", examples.array());
        }
    }

    @Override
    public void load(State state) {
        if (!state.has("examples")) {
            return;
        }
        slots.clear();
        examples = examples == null ? allocate(state.array("examples")) : examples; // what is being learned may look at them
        state.copyTo("examples", examples.array());
        int[] sizes = state.ints("sizes");
        int[] all = state.ints("slots");
        int at = 0;
        for (int size : sizes) {
            List<Integer> own = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                own.add(all[at++]);
            }
            slots.add(own);
        }
        free.clear();
        if (state.has("free-slots")) {
            for (int slot : state.ints("free-slots")) {
                free.add(slot);
            }
        }
    }
}
