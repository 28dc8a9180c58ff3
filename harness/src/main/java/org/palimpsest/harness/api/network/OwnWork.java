package org.palimpsest.harness.api.network;

/**
 * A block that is no layer of weights which each input is multiplied with: it says itself what takes it work, such as products of positions with each other.
 */
public interface OwnWork {
    /**
     * Floating-point operations that one example takes in the block itself, without the blocks inside it, once it is initialised: two for every
     * multiply-add, for an example of the shape that it was initialised for.
     */
    long flops();
}
