package org.palimpsest.datasets.stream;

/** How a data set is cut into tasks. */
public enum Split {
    /** Every task has its own classes. */
    CLASSES("classes"),
    /** Every task has all classes with the positions of the pixels, or of the features, permuted; the first task has them as they are. */
    PERMUTED("permuted"),
    /** Every task has all classes, turned by an angle; the first task has them as they are. */
    ROTATED("rotated"),
    /** Labels are the superclasses; every task has another class of each. */
    SUPERCLASSES("superclasses"),
    /** Every task has all classes; each has the images of the one before and as many more of every class, the last one all. */
    GROWING("growing"),
    /** Every task has the same images with labels drawn anew at random. */
    RELABELLED("relabelled");

    private final String id;

    Split(String id) {
        this.id = id;
    }

    /** The name in files and on the command line. */
    public String id() {
        return id;
    }
}
