package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.image.LabelledImages;

/** Examples of one part of a data set, training or test, of which tasks take those of their classes. */
final class ExamplePool {
    private final int[] all;
    private final int[][] byClass;
    private final OptionalInt perTask;
    private final LongFunction<UniformRandomProvider> random;

    /**
     * A pool.
     *
     * @param byClass the examples of each of the data set's classes, ascending
     * @param perTask how many examples each task draws, or all
     * @param random the generator of each task
     */
    ExamplePool(int[][] byClass, OptionalInt perTask, LongFunction<UniformRandomProvider> random) {
        this.byClass = byClass;
        this.all = merge(byClass);
        this.perTask = perTask;
        this.random = random;
    }

    /** Sorts the images of a part by class. */
    static int[][] byClass(LabelledImages images, int classes) {
        int[] counts = new int[classes];
        for (int i = 0; i < images.size(); i++) {
            counts[images.label(i)]++;
        }
        int[][] byClass = new int[classes][];
        Arrays.setAll(byClass, c -> new int[counts[c]]);
        int[] filled = new int[classes];
        for (int i = 0; i < images.size(); i++) {
            int c = images.label(i);
            byClass[c][filled[c]++] = i;
        }
        return byClass;
    }

    /** How many examples there are of some of the data set's classes. */
    int available(int[] datasetClasses) {
        return Arrays.stream(datasetClasses).map(c -> byClass[c].length).sum();
    }

    /** The examples of one class, ascending. */
    int[] ofClass(int datasetClass) {
        return byClass[datasetClass];
    }

    /** Whether each task draws its examples, rather than having all of its classes. */
    boolean draws() {
        return perTask.isPresent();
    }

    /** All examples, ascending. */
    int[] all() {
        return all;
    }

    /** The examples of a task, ascending; the same array for every task that has the whole part. */
    int[] examples(int task, int[] datasetClasses) {
        int[][] chosen = Arrays.stream(datasetClasses)
                .sorted()
                .mapToObj(c -> byClass[c])
                .filter(examples -> examples.length > 0)
                .toArray(int[][]::new);
        if (perTask.isPresent()) {
            return StratifiedSample.draw(chosen, perTask.getAsInt(), random.apply(task));
        }
        return datasetClasses.length == byClass.length ? all : merge(chosen);
    }

    private static int[] merge(int[][] examples) {
        return Arrays.stream(examples).flatMapToInt(Arrays::stream).sorted().toArray();
    }
}
