package org.palimpsest.harness.api.memory;

import org.palimpsest.harness.api.Stateful;

/** Examples that a method keeps of past tasks. */
public interface Memory extends Stateful {
    /** Bytes of all that is kept with each example, at full capacity. */
    long bytes();
}
