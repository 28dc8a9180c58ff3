package org.palimpsest.datasets;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import org.apache.commons.rng.UniformRandomProvider;

/** One part of a data set, training or test, from which tasks take their examples. */
final class ExamplePool {

    private final int[] all;
    private final int[][] byClass;
    private final OptionalInt perTask;
    private final LongFunction<UniformRandomProvider> random;

    /**
     * Sorts the images of a part by class.
     *
     * @param images the part
     * @param classes how many classes the data set has
     * @param perTask how many examples each task draws, or all
     * @param random the generator of each task
     */
    ExamplePool(LabelledImages images, int classes, OptionalInt perTask, LongFunction<UniformRandomProvider> random) {
        int[] counts = new int[classes];
        for (int i = 0; i < images.size(); i++) {
            counts[images.label(i)]++;
        }
        this.byClass = new int[classes][];
        Arrays.setAll(byClass, c -> new int[counts[c]]);
        int[] filled = new int[classes];
        for (int i = 0; i < images.size(); i++) {
            int c = images.label(i);
            byClass[c][filled[c]++] = i;
        }
        this.all = new int[images.size()];
        Arrays.setAll(all, i -> i);
        this.perTask = perTask;
        this.random = random;
    }

    /** How many examples there are of some of the data set's classes. */
    int available(int[] datasetClasses) {
        return Arrays.stream(datasetClasses).map(c -> byClass[c].length).sum();
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
        if (datasetClasses.length == byClass.length) {
            return all;
        }
        return Arrays.stream(chosen).flatMapToInt(Arrays::stream).sorted().toArray();
    }
}
