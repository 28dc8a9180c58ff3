package org.palimpsest.harness.api.network;

/** The kinds of classification head. */
public enum HeadKind {
    /** One linear layer whose outputs are the classes seen so far. */
    GROWING(true, false, false),
    /** One linear layer with an output for every class of the stream from the start. */
    FULL(false, false, false),
    /** One linear layer per task; in training an example is scored by its own task's head only. */
    MULTI(false, true, false),
    /** Cosine similarity to one weight vector per class seen so far, times a fixed scale, no bias. */
    COSINE(true, false, true),
    /** As {@link #COSINE}, with what the untrained network makes of each answer's own words in place of weights; nothing is trained. */
    ANSWERS(true, false, true),
    /** None: the backbone gives the outputs itself. */
    NONE(false, false, false);

    private final boolean grows;
    private final boolean perTask;
    private final boolean cosine;

    HeadKind(boolean grows, boolean perTask, boolean cosine) {
        this.grows = grows;
        this.perTask = perTask;
        this.cosine = cosine;
    }

    /** Whether classes not yet seen have no output. */
    public boolean grows() {
        return grows;
    }

    /** Whether training tells tasks apart, which only task-incremental streams allow. */
    public boolean perTask() {
        return perTask;
    }

    /** Whether scores are cosines. */
    public boolean cosine() {
        return cosine;
    }
}
