package org.palimpsest.harness.api.control;

/**
 * A step in each of n environments.
 *
 * @param before what was observed before it, n times {@link Surroundings#bytes()}
 * @param actions what was done
 * @param rewards what it earned
 * @param after what is observed now: where an episode has ended, at the beginning of the next
 * @param finals what was observed at the end of an episode, in its place; undefined where none has ended
 * @param over whether an episode is over: nothing more could have been earned
 * @param cut whether it was cut off by a limit of steps, though more could have been earned
 */
public record Transitions(byte[] before, int[] actions, float[] rewards, byte[] after, byte[] finals, boolean[] over, boolean[] cut) {
    /** Environments. */
    public int size() {
        return actions.length;
    }

    /** Whether the episode of an environment has ended in any way. */
    public boolean ended(int environment) {
        return over[environment] || cut[environment];
    }
}
