package org.palimpsest.harness.augment;

/** How the value between pixels is found. */
public enum Interpolation {
    /** That of the nearest pixel. */
    NEAREST,
    /** Linear in both directions between the four nearest pixels. */
    BILINEAR
}
