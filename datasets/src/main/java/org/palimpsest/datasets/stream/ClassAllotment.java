package org.palimpsest.datasets.stream;

/**
 * Every task has the examples of its own classes.
 *
 * @param training to learn from
 * @param examined to examine
 */
record ClassAllotment(ClassExamples training, ClassExamples examined) implements Allotment {
    @Override
    public ExampleSet train(int task) {
        return training.of(task);
    }

    @Override
    public ExampleSet test(int task) {
        return examined.of(task);
    }
}
