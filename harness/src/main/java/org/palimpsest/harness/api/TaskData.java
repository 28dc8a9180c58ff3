package org.palimpsest.harness.api;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What a learner gets to see of one task: its training data and nothing else. */
public final class TaskData implements TrainingSet<Batch> {
    private final int index;
    private final int[] classes;
    private final Examples train;
    private final IntFunction<int[]> order;

    /** Training data of one task, whose examples are visited in random order. */
    public TaskData(int index, int[] classes, Examples train, Randomness random) {
        this(index, classes, train, random, false);
    }

    /**
     * Training data of one task.
     *
     * @param index position in the stream, from 0
     * @param classes the labels that occur, ascending
     * @param train the examples
     * @param random the run's streams, for the order of examples
     * @param ordered whether every pass visits the examples in the order they are in, because the stream drifts as it goes
     */
    public TaskData(int index, int[] classes, Examples train, Randomness random, boolean ordered) {
        this(index, classes, train, epoch -> ordered ? IntStream.range(0, train.size()).toArray()
                : random.permutation(train.size(), "data-order", index, epoch));
    }

    /** As {@link #TaskData(int, int[], Examples, Randomness)}, in an order of its own: that of pass number {@code epoch}, from 0. */
    public TaskData(int index, int[] classes, Examples train, IntFunction<int[]> order) {
        this.index = index;
        this.classes = classes.clone();
        this.train = train;
        this.order = order;
    }

    /** Position in the stream, from 0. */
    public int index() {
        return index;
    }

    /** The labels that occur in this task, ascending. */
    public int[] classes() {
        return classes.clone();
    }

    /** Number of classes seen up to and including this task: one more than the largest label. */
    public int seenClasses() {
        return Arrays.stream(classes).max().orElse(-1) + 1;
    }

    /** The training examples. */
    public Examples train() {
        return train;
    }

    @Override
    public int size() {
        return train.size();
    }

    /** The order in which pass number {@code epoch} (from 0) visits the examples, the same for every method. */
    @Override
    public int[] order(int epoch) {
        return order.apply(epoch);
    }

    @Override
    public Batch batch(NDManager manager, int[] order, int from, int to) {
        return train.batch(manager, order, from, to);
    }
}
