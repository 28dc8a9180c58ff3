package org.palimpsest.datasets.stream;

/** Where the order in which classes come, and so the labels that learners see, is taken from. */
public enum ClassOrder {
    /** Drawn from the run seed. */
    SEED("seed"),
    /** The data set's own. */
    NATURAL("natural"),
    /** Read from a file of one class a line. */
    FILE("file");

    private final String id;

    ClassOrder(String id) {
        this.id = id;
    }

    /** The name in files and on the command line. */
    public String id() {
        return id;
    }
}
