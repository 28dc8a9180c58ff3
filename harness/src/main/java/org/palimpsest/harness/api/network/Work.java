package org.palimpsest.harness.api.network;

/**
 * Floating-point operations of a network in training, added up on the host from the sizes of its layers ({@link LayerWork}) and
 * the number of examples that go through them, replayed ones included. What it takes to run backwards is by the usual convention
 * twice the forward work of the layers that are trained: one share for the gradients of their inputs, one for those of their
 * weights. Augmentation, losses, the optimiser and element-wise functions are not counted.
 */
public final class Work {
    private boolean on;
    private long forward;
    private long backward;
    private long recorded;

    /** Starts or stops the count; it is stopped at first. The engine counts while a task is learned, probes left out. */
    public void count(boolean counting) {
        on = counting;
    }

    /** Operations of all passes forward so far, whether in training or in evaluation mode. */
    public long forwardFlops() {
        return forward;
    }

    /** Operations of all passes backward so far. */
    public long backwardFlops() {
        return backward;
    }

    /**
     * A pass forward.
     *
     * @param flops operations of all layers
     * @param trained operations of those that gradients will flow to; 0 in evaluation mode
     */
    void forward(long flops, long trained) {
        if (on) {
            forward += flops;
            recorded += trained;
        }
    }

    /** A step begins: what was passed forward before it is not followed backwards. */
    void beginStep() {
        recorded = 0;
    }

    /** Everything that the step passed forward in training mode is followed backwards. */
    public void backward() {
        if (on) {
            backward += 2 * recorded;
        }
        recorded = 0;
    }
}
