package org.palimpsest.datasets.stream;

/** The declaration of a stream, as its YAML file gives it: what all streams say, whatever they are made of. */
public sealed interface StreamSpec permits ImageStreamSpec {

    /** Its name, in lower-case letters, digits and hyphens. */
    String id();

    /** At least 1; counts changes of the declaration. */
    int version();

    /** What changes from task to task and what a learner is told; it decides which other keys the file may have. */
    Scenario scenario();

    /** How many tasks, at least 1. */
    int tasks();
}
