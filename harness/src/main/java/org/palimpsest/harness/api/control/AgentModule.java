package org.palimpsest.harness.api.control;

import java.util.List;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.MethodModule;

/**
 * Announces an agent, as {@link MethodModule} announces any method; besides {@link Surroundings} an agent that learns by gradients can have
 * {@link org.palimpsest.harness.api.training.Steps} and a network injected, whose number of outputs is said here.
 *
 * @param <O> record of options
 */
public abstract class AgentModule<O extends Record> extends MethodModule<O> {
    /** Describes an agent. */
    protected AgentModule(String name, String summary, String source, Class<? extends Agent> agent, Class<O> options) {
        super(name, summary, source, agent, options);
    }

    /** See {@link #outputs(Record, int)}, with an instance of {@link #options()}. */
    public final int networkOutputs(Record options, int actions) {
        return outputs(own(options), actions);
    }

    /** See {@link #startsAnew(Record)}, with an instance of {@link #options()}. */
    public final boolean learnsFromScratch(Record options) {
        return startsAnew(own(options));
    }

    /** Whether it begins each task of which it is told as if that were its first, keeping nothing. */
    protected boolean startsAnew(O options) {
        return false;
    }

    /** How many outputs its network needs: one for each action, unless it says otherwise. */
    protected int outputs(O options, int actions) {
        return actions;
    }

    /** See {@link #check(Record, Surroundings)}, with an instance of {@link #options()}. */
    public final List<String> problems(Record options, Surroundings surroundings) {
        return check(own(options), surroundings);
    }

    /** What is wrong with options for an agent in such surroundings, as {@link #check(Record, BenchmarkFacts)}; nothing by default. */
    protected List<String> check(O options, Surroundings surroundings) {
        return List.of();
    }
}
