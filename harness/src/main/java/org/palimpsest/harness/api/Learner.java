package org.palimpsest.harness.api;

/**
 * One method living through one stream. What it is taught, and how it is examined, is the business of the kinds of learners below this
 * one: {@link Classifier}s learn labelled examples.
 */
public interface Learner extends Stateful, AutoCloseable {
    /** Bytes that the method keeps of past tasks: stored examples, labels, logits, statistics; network weights not counted. */
    default long memoryBytes() {
        return 0;
    }

    /** Frees native memory that is not owned by the run's manager. */
    @Override
    default void close() {}
}
