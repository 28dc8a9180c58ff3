package org.palimpsest.harness.api.control;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * What one or more environments went through in some steps in a row, together with what the agent that chose the actions held of them: for
 * agents that learn from what they have just done, and then forget it. All room is taken at the start.
 *
 * <p>What was done in environment i at step t is transition {@code t * environments + i}.
 */
public final class Rollout implements Stateful {
    private final int bytes;
    private final int environments;
    private final byte[] observations;
    private final int[] actions;
    private final float[] rewards;
    private final boolean[] ended;
    private final float[] values;
    private final float[] logProbabilities;
    private int size;

    /**
     * An empty one.
     *
     * @param steps that there is room for, in each environment
     * @param environments side by side
     * @param bytes of an observation
     * @throws ArithmeticException if the observations do not fit into an array
     */
    public Rollout(int steps, int environments, int bytes) {
        this.bytes = bytes;
        this.environments = environments;
        int room = Math.multiplyExact(steps, environments);
        observations = new byte[Math.multiplyExact(room, bytes)];
        actions = new int[room];
        rewards = new float[room];
        ended = new boolean[room];
        values = new float[room];
        logProbabilities = new float[room];
    }

    /**
     * Keeps a step of each environment.
     *
     * @param valuesBefore what the agent took what was observed before the step to be worth, by environment
     * @param logProbabilitiesOfActions with which it chose what it did, natural logarithms, by environment
     * @param bootstrap what is added to the reward where an episode was cut off, in place of all that could still have been earned: the
     *     discounted value of {@link Transitions#finals}, by environment; not looked at elsewhere
     */
    public void add(Transitions step, float[] valuesBefore, float[] logProbabilitiesOfActions, float[] bootstrap) {
        System.arraycopy(step.before(), 0, observations, size * bytes, environments * bytes);
        System.arraycopy(step.actions(), 0, actions, size, environments);
        System.arraycopy(valuesBefore, 0, values, size, environments);
        System.arraycopy(logProbabilitiesOfActions, 0, logProbabilities, size, environments);
        for (int i = 0; i < environments; i++) {
            rewards[size + i] = step.rewards()[i] + (step.cut()[i] ? bootstrap[i] : 0);
            ended[size + i] = step.ended(i);
        }
        size += environments;
    }

    /** Forgets everything. */
    public void clear() {
        size = 0;
    }

    /** Transitions in it, of all environments. */
    public int size() {
        return size;
    }

    /** Bytes of what it keeps. */
    public long memoryBytes() {
        return (long) size * (bytes + Integer.BYTES + 3 * Float.BYTES + Byte.BYTES);
    }

    /**
     * How much better than expected what was done turned out to be: generalised advantage estimates, equation 16 of Schulman et al., ICLR
     * 2016. They reach to the end of the episode, or of what is kept.
     *
     * @param discount of a reward one step ahead, gamma
     * @param lambda 0 looks one step ahead, 1 to the end
     * @param after what is observed after the last step is worth, by environment; not looked at where the episode has ended with it
     * @return by transition
     */
    public float[] advantages(double discount, double lambda, float[] after) {
        float[] advantages = new float[size];
        double[] next = new double[environments];
        for (int k = size - 1; k >= 0; k--) {
            int i = k % environments;
            double beyond = k + environments < size ? values[k + environments] : after[i];
            double error = rewards[k] + (ended[k] ? 0 : discount * beyond) - values[k];
            next[i] = error + (ended[k] ? 0 : discount * lambda * next[i]);
            advantages[k] = (float) next[i];
        }
        return advantages;
    }

    /** Writes what was observed before a transition at the position of a buffer. */
    public void observation(int transition, ByteBuffer into) {
        into.put(observations, transition * bytes, bytes);
    }

    /** What was done. */
    public int action(int transition) {
        return actions[transition];
    }

    /** What was observed before it was taken to be worth this. */
    public float value(int transition) {
        return values[transition];
    }

    /** With which probability the agent chose what it did, as a natural logarithm. */
    public float logProbability(int transition) {
        return logProbabilities[transition];
    }

    @Override
    public void save(State state) {
        state.put("size", size);
        if (size == 0) {
            return;
        }
        int[] fates = new int[size];
        for (int k = 0; k < size; k++) {
            fates[k] = ended[k] ? 1 : 0;
        }
        state.put("observations", Arrays.copyOf(observations, size * bytes));
        state.put("actions", Arrays.copyOf(actions, size));
        state.put("rewards", Arrays.copyOf(rewards, size));
        state.put("ended", fates);
        state.put("values", Arrays.copyOf(values, size));
        state.put("log-probabilities", Arrays.copyOf(logProbabilities, size));
    }

    @Override
    public void load(State state) {
        size = (int) state.longs("size")[0];
        if (size == 0) {
            return;
        }
        System.arraycopy(state.bytes("observations"), 0, observations, 0, size * bytes);
        System.arraycopy(state.ints("actions"), 0, actions, 0, size);
        System.arraycopy(state.floats("rewards"), 0, rewards, 0, size);
        System.arraycopy(state.floats("values"), 0, values, 0, size);
        System.arraycopy(state.floats("log-probabilities"), 0, logProbabilities, 0, size);
        int[] fates = state.ints("ended");
        for (int k = 0; k < size; k++) {
            ended[k] = fates[k] == 1;
        }
    }
}
