package org.palimpsest.datasets.stream;

/** Which examples each task of a stream has, and with which labels. */
interface Allotment {
    /** What is learned from. */
    ExampleSet train(int task);

    /** What is examined. */
    ExampleSet test(int task);
}
