package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.Part;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.LabelledImages;

/** The examples of each task's own classes, with their labels. */
final class ClassExamples {
    private final Part part;
    private final LabelledImages images;
    private final ExamplePool pool;
    private final ClassPlan plan;
    private final Optional<LabelNoise> noise;
    private final RandomStreams random;
    private ExampleSet whole;

    /**
     * Examples of one part of a data set.
     *
     * @param part which part
     * @param images its images
     * @param pool those of them to take
     * @param plan the classes of the tasks
     * @param noise what makes labels wrong, if anything
     * @param random the run's random streams
     */
    ClassExamples(
            Part part,
            LabelledImages images,
            ExamplePool pool,
            ClassPlan plan,
            Optional<LabelNoise> noise,
            RandomStreams random) {
        this.part = part;
        this.images = images;
        this.pool = pool;
        this.plan = plan;
        this.noise = noise;
        this.random = random;
    }

    ExamplePool pool() {
        return pool;
    }

    /** The examples of a task's own classes; the same set for every task that has all there are. */
    ExampleSet of(int task) {
        int[] indices = pool.examples(task, plan.datasetClasses(task));
        return indices == pool.all() ? whole(task) : labelled(task, indices);
    }

    private synchronized ExampleSet whole(int task) {
        if (whole == null) {
            whole = labelled(task, pool.all());
        }
        return whole;
    }

    /** Those of some examples that are of a class of the data set. */
    int[] ofClass(int datasetClass, int[] indices) {
        return Arrays.stream(indices).filter(i -> images.label(i) == datasetClass).toArray();
    }

    /** Some examples of a task's own classes. */
    ExampleSet labelled(int task, int[] indices) {
        int[] classes = Arrays.stream(indices).map(images::label).toArray();
        int[] labels = Arrays.stream(classes).map(plan::label).toArray();
        noise.ifPresent(law -> law.corrupt(labels, classes, plan.labels(task), generators(task)));
        return new ExampleSet(part, indices, labels);
    }

    /** Where every example is drawn for its task, what is wrong with it is drawn for the task as well. */
    private IntFunction<UniformRandomProvider> generators(int task) {
        return pool.draws()
                ? c -> random.get("stream-label-noise", task, c)
                : c -> random.get("stream-label-noise", c);
    }
}
