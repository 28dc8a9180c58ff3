package org.palimpsest.harness.api;

/** An add-on of learners of labelled examples. */
public interface LabelledAddOn extends AddOn {
    /** What the method is trained towards in place of what it was given; asked once, before the first task. */
    default Objective objective(Objective given) {
        return given;
    }

    /** When a task was learned and every add-on knows of its end, the examples are shown once more. */
    default void afterTask(TaskData task) {}
}
