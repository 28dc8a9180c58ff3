package org.palimpsest.results.metric;

import java.util.Locale;

/** The two readings of one and the same prediction; a run records both side by side. */
public enum View {
    /** The prediction is the arg-max over all classes of the head. */
    CLASS_IL,
    /** The prediction is the arg-max over the classes of the example's own task. */
    TASK_IL;

    /** The name used in column names. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reading that decides the rank: what the scenario lets the learner know at test time. */
    public static View primary(String scenario) {
        return scenario.equals("task-incremental") ? TASK_IL : CLASS_IL;
    }
}
