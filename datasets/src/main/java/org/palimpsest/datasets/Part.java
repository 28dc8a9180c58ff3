package org.palimpsest.datasets;

/** A part of a data set. */
public enum Part {
    /** Its training images. */
    TRAIN,
    /** Its test images. */
    TEST
}
