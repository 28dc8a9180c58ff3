package org.palimpsest.harness.api.memory;

import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * Decides which examples a memory keeps; {@link Memories#with} makes a memory that goes by it. A rule may look at the examples that are
 * offered, their labels and scores, and at those that the memory holds, and may ask anything of the network that its method gives it.
 */
public interface Retention extends Stateful {
    /** A slot for an example that is not kept. */
    int NONE = -1;

    /** What the rule is called; its dice are known by that name. */
    String name();

    /**
     * The slot of each example of a batch, whose former content is lost, or {@link #NONE}. Free slots are filled in their order. The examples
     * come one after the other: a slot that is named twice goes to the later one.
     *
     * @param batch what is offered
     * @param memory what is held before, and {@linkplain ReplayBuffer#offered how many} were offered before
     * @param dice the only source of chance
     * @return numbers below the memory's capacity, one for each example
     */
    int[] slots(Batch batch, ReplayBuffer memory, UniformRandomProvider dice);

    /** Saves what the rule remembers; most go by what the memory holds. */
    @Override
    default void save(State state) {}

    @Override
    default void load(State state) {}
}
