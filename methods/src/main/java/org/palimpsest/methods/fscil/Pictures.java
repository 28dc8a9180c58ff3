package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/** Exact changes to whole batches of pictures, shape (n, channels, height, width), of any type, on their device. */
final class Pictures {
    /** A full circle in quarter turns. */
    static final int TURNS = 4;
    /** Channels of a colour picture, and the ways to shift them around. */
    static final int COLOURS = 3;

    private Pictures() {}

    /** Turned counter-clockwise by so many quarters; an odd number needs square pictures. */
    static NDArray turned(NDArray pictures, int quarters) {
        return quarters == 0 ? pictures : pictures.rotate90(quarters, new int[] {2, 3});
    }

    /** Channel c takes the place of channel c + by, the last ones those of the first. */
    static NDArray shiftedColours(NDArray pictures, int by) {
        if (by == 0) {
            return pictures;
        }
        String last = ":, " + (COLOURS - by) + ":";
        String first = ":, :" + (COLOURS - by);
        return NDArrays.concat(new NDList(pictures.get(last), pictures.get(first)), 1);
    }
}
