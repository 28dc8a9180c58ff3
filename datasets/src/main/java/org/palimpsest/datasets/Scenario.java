package org.palimpsest.datasets;

/**
 * What changes from task to task and what a learner is told. Source: van de Ven, Tuytelaars and Tolias, "Three types of
 * incremental learning", Nature Machine Intelligence, 2022.
 */
public enum Scenario {
    /** New classes in every task; all classes seen so far are told apart, without being told the task. */
    CLASS_INCREMENTAL("class-incremental"),
    /** New classes in every task; the task is told, so only its own classes are told apart. */
    TASK_INCREMENTAL("task-incremental"),
    /** The same classes in every task, looking different; the task is not told. */
    DOMAIN_INCREMENTAL("domain-incremental");

    private final String id;

    Scenario(String id) {
        this.id = id;
    }

    /** The name in files and on the command line. */
    public String id() {
        return id;
    }
}
