package org.palimpsest.datasets.stream;

import java.util.Arrays;
import org.palimpsest.datasets.Part;

/** Training examples occur in other tasks than their own as well; examined are a task's own classes. */
final class BlurredAllotment implements Allotment {
    private final ClassExamples examined;
    private final int[][] indices;
    private final int[] labels;

    /**
     * Deals the examples of a part out.
     *
     * @param training the examples, with the labels they have in their own tasks
     * @param examined to examine
     * @param size how many images the training part has, in use or not
     * @param indices the training examples of each task
     */
    BlurredAllotment(ClassExamples training, ClassExamples examined, int size, int[][] indices) {
        this.examined = examined;
        this.indices = indices;
        this.labels = new int[size];
        for (int task = 0; task < indices.length; task++) {
            ExampleSet own = training.of(task);
            for (int i = 0; i < own.size(); i++) {
                labels[own.indices()[i]] = own.labels()[i];
            }
        }
    }

    @Override
    public ExampleSet train(int task) {
        return new ExampleSet(Part.TRAIN, indices[task], Arrays.stream(indices[task]).map(i -> labels[i]).toArray());
    }

    @Override
    public ExampleSet test(int task) {
        return examined.of(task);
    }
}
