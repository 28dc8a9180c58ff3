package org.palimpsest.harness.api.memory;

import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Stateful;

/** Decides which examples a memory keeps. Slots are filled from 0 on, so that the first {@link #held} of them hold an example. */
interface Retention extends Stateful {
    /** What the memory's dice are called. */
    String purpose();

    /** Slots in use. */
    int held();

    /**
     * The slot of an example, whose former content is lost; a number at or above the capacity means that the example is not kept.
     *
     * @param offered examples offered before
     */
    int slot(long offered, int label, UniformRandomProvider dice);
}
