package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;

/**
 * Of the n examples of a class, in an order drawn from the seed, task t of T, from 0, has the first round(n (t + 1) / T), at least one:
 * what a task has, all later ones have too (Ash and Adams, "On warm-starting neural network training", NeurIPS 2020, with T = 2).
 *
 * @param training to learn from
 * @param examined to examine, the same in every task unless each draws its own
 * @param plan the classes of the tasks
 * @param tasks how many tasks
 * @param random the run's random streams
 */
record GrowingAllotment(ClassExamples training, ClassExamples examined, ClassPlan plan, int tasks, RandomStreams random) implements Allotment {
    @Override
    public ExampleSet train(int task) {
        int[] last = training.pool().examples(tasks - 1, plan.datasetClasses(task));
        int[] chosen = IntStream.range(0, plan.order().length)
                .flatMap(c -> Arrays.stream(share(training.ofClass(c, last), c, task)))
                .sorted().toArray();
        return training.labelled(task, chosen);
    }

    private int[] share(int[] ofClass, int datasetClass, int task) {
        int[] order = RandomStreams.permutation(ofClass.length, random.get("stream-growth", datasetClass));
        long count = Math.max(1, Math.round(ofClass.length * (task + 1.0) / tasks));
        return Arrays.stream(order).limit(count).map(i -> ofClass[i]).toArray();
    }

    @Override
    public ExampleSet test(int task) {
        return examined.of(task);
    }
}
