package org.palimpsest.datasets.stream;

/** One stretch of a stream, learned as a whole; what it holds depends on the kind of stream. */
public interface Task {
    /** Its place in the stream, from 0. */
    int index();

    /** A short name for people. */
    String name();
}
