package org.palimpsest.datasets.stream;

import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.Part;
import org.palimpsest.datasets.RandomStreams;

/**
 * Every task has the same examples with labels of its own, drawn uniformly; what is learned is what is examined.
 *
 * @param indices the examples, ascending
 * @param labels how many labels to draw from
 * @param random the run's random streams
 */
record RelabelledAllotment(int[] indices, int labels, RandomStreams random) implements Allotment {
    @Override
    public ExampleSet train(int task) {
        UniformRandomProvider rng = random.get("stream-labels", task);
        int[] drawn = new int[indices.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = rng.nextInt(labels);
        }
        return new ExampleSet(Part.TRAIN, indices, drawn);
    }

    @Override
    public ExampleSet test(int task) {
        return train(task);
    }
}
