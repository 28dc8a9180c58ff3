package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/** Exact changes to whole batches of images, shape (n, channels, height, width), of any type, on their device. */
final class ImageTransforms {
    /** A full circle in quarter turns. */
    static final int TURNS = 4;
    /** Channels of a colour image, and the ways to shift them around. */
    static final int COLOURS = 3;

    private ImageTransforms() {}

    /** Turned counter-clockwise by so many quarters; an odd number needs square images. */
    static NDArray turned(NDArray images, int quarters) {
        return quarters == 0 ? images : images.rotate90(quarters, new int[] {2, 3});
    }

    /** Channel c takes the place of channel c + by, the last ones those of the first. */
    static NDArray shiftedColours(NDArray images, int by) {
        if (by == 0) {
            return images;
        }
        String last = ":, " + (COLOURS - by) + ":";
        String first = ":, :" + (COLOURS - by);
        return NDArrays.concat(new NDList(images.get(last), images.get(first)), 1);
    }
}
