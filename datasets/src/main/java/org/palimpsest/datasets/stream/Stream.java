package org.palimpsest.datasets.stream;

/** An ordered list of tasks, realised for one run seed. */
public interface Stream {
    /** The id under which it was declared. */
    String id();

    /** The version of its declaration. */
    int version();

    /** What changes from task to task. */
    Scenario scenario();

    /**
     * SHA-256 over everything that learners will see and in which order, the same on every machine. Streams of equal
     * digests are equal.
     */
    String digest();

    /** How many tasks there are. */
    int size();

    /**
     * A task.
     *
     * @param index its place, from 0 to size() - 1
     * @throws IndexOutOfBoundsException if there is no such task
     */
    Task task(int index);
}
