package org.palimpsest.datasets.image;

/** What a stored value is. */
public enum ElementType {
    /** An unsigned byte: a pixel. */
    UINT8(1),
    /** A float of four bytes, the least significant first: a precomputed feature. */
    FLOAT32(4);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one value. */
    public int bytes() {
        return bytes;
    }
}
