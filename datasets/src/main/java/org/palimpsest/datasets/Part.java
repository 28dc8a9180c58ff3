package org.palimpsest.datasets;

/** A part of a data set. */
public enum Part {
    /** Its training examples. */
    TRAIN,
    /** Its test examples. */
    TEST
}
