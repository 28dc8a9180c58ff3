package org.palimpsest.harness.api.text;

/** A learner that listens to what is asked, and chooses by it what it answers with: one of several sets of adapters, say. */
public interface Instructed {
    /** Told before each task is learned. */
    void study(Asked asked);

    /** Told before examples are to be answered; all that follow are asked so, until it is told again. */
    void answer(Asked asked);
}
