package org.palimpsest.harness.api.control;

import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.Learns;

/**
 * A learner that acts in environments. The engine turns the loop, so that steps, episodes and evaluations are counted alike for all agents:
 * it asks for actions, makes a step in each environment, and shows what came of it. An agent trains whenever it wants, within
 * {@link #observe}.
 */
@Learns("environments")
public interface Agent extends Learner {
    /**
     * Before the first step of a task; where the agent is not told of tasks only before the very first one.
     *
     * @param task from 0
     * @param steps that will be made in each environment until the next call, or the end
     */
    void begin(int task, long steps);

    /**
     * Chooses.
     *
     * @param observations of any number of environments, one after the other, {@link Surroundings#bytes()} each
     * @param actions takes an action for each, 0 to {@link Surroundings#actions()} - 1
     * @param explore whether this is training; an evaluation asks for the best that the agent knows and leaves no trace in it
     */
    void act(byte[] observations, int[] actions, boolean explore);

    /** What came of the actions that it chose last while exploring. The arrays are the engine's, and change with the next step. */
    void observe(Transitions transitions);

    /** After the last step of a task; where the agent is not told of tasks only at the end of the stream. */
    default void end(int task) {}
}
