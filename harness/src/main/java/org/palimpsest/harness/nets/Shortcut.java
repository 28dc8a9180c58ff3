package org.palimpsest.harness.nets;

/** How a residual block carries its input past the convolutions where width or size change. */
enum Shortcut {
    /** A 1x1 convolution with batch normalisation (He et al., CVPR 2016, option B). */
    PROJECTION,
    /** Every second pixel, missing channels filled with zeros on both sides (option A); has no weights. */
    ZERO_PADDING
}
