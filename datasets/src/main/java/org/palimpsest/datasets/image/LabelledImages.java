package org.palimpsest.datasets.image;

import java.nio.ByteBuffer;

/**
 * Images of one shape with a class each, in one contiguous block, so that it moves as one. Precomputed features are images
 * of one pixel with as many channels as features.
 */
public final class LabelledImages {
    private final ImageShape shape;
    private final ElementType type;
    private final ByteBuffer pixels;
    private final int[] labels;

    /** Wraps images of unsigned bytes; as {@link #LabelledImages(ImageShape, ElementType, ByteBuffer, int[])}. */
    public LabelledImages(ImageShape shape, ByteBuffer pixels, int[] labels) {
        this(shape, ElementType.UINT8, pixels, labels);
    }

    /**
     * Wraps images without copying the pixels, which must not be changed from then on.
     *
     * @param shape the shape of every image
     * @param type what a value is
     * @param pixels image after image, each channel by row by column; from position to limit
     * @param labels the class of every image, at least 0
     * @throws IllegalArgumentException if the counts do not fit or a label is negative
     */
    public LabelledImages(ImageShape shape, ElementType type, ByteBuffer pixels, int[] labels) {
        if (pixels.remaining() != (long) labels.length * shape.size() * type.bytes()) {
            throw new IllegalArgumentException(
                    pixels.remaining() + " bytes are not " + labels.length + " images of " + shape);
        }
        for (int label : labels) {
            if (label < 0) {
                throw new IllegalArgumentException("label " + label + " is negative");
            }
        }
        this.shape = shape;
        this.type = type;
        this.pixels = pixels.slice().asReadOnlyBuffer();
        this.labels = labels.clone();
    }

    /** The shape of every image. */
    public ImageShape shape() {
        return shape;
    }

    /** What a stored value is. */
    public ElementType type() {
        return type;
    }

    /** How many images there are. */
    public int size() {
        return labels.length;
    }

    /** The class of image i in the data set's own numbering. */
    public int label(int i) {
        return labels[i];
    }

    /** A copy of all classes. */
    public int[] labels() {
        return labels.clone();
    }

    /** A read-only view of all pixels: size() * shape().size() values of type(), image by channel by row by column. */
    public ByteBuffer pixels() {
        return pixels.duplicate();
    }
}
