package org.palimpsest.methods.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.control.Agent;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Steps;

/** An agent with a network in training: how it looks at observations, how it begins a task, and what it counts. */
abstract class TrainedAgent implements Agent {
    /** The only source of chance. */
    protected final Randomness random;
    private final Surroundings seen;
    private final Steps training;
    private final Network.Weights initial;
    private ByteBuffer looking = ByteBuffer.allocateDirect(0);
    private long acted;
    private long begun;
    private long steps;
    private long updates;
    private boolean learning;

    /** An agent that begins anew with each task, or goes on. */
    TrainedAgent(Surroundings seen, Steps training, Randomness random, boolean reset) {
        this.seen = seen;
        this.training = training;
        this.random = random;
        initial = reset ? training.network().copyWeights() : null;
    }

    @Override
    public void begin(int task, long count) {
        begun = acted;
        steps = count;
        learning = true;
        if (initial != null && task > 0) {
            training.network().setWeights(initial);
            training.optimiser().restart();
        }
        training.begin(task);
    }

    @Override
    public void end(int task) {
        training.end(task);
        learning = false;
    }

    /** What all environments have in common. */
    protected final Surroundings seen() {
        return seen;
    }

    /** What it trains with. */
    protected final Steps training() {
        return training;
    }

    /** Whether a task has begun and has not ended yet. */
    protected final boolean isLearning() {
        return learning;
    }

    /** Steps made in each environment. */
    protected final long acted() {
        return acted;
    }

    /** Steps made in each environment since the task began. */
    protected final long step() {
        return acted - begun;
    }

    /** Steps of the task in each environment. */
    protected final long steps() {
        return steps;
    }

    /** Updates made. */
    protected final long updates() {
        return updates;
    }

    /** To be called when a step has been made in each environment. */
    protected final void stepMade() {
        acted++;
    }

    /** To be called when an update has been made from so many transitions. */
    protected final void updateMade(int transitions) {
        training.stepDone(transitions);
        updates++;
    }

    /** Stored observations, row by row, as the network takes them: shape (n, planes, height, width). */
    protected final NDArray array(NDManager owner, ByteBuffer observations, int n) {
        return owner.create(observations.clear().limit(n * seen.bytes()), new Shape(n).addAll(seen.observation()), DataType.UINT8);
    }

    /** What it makes of observations, without learning: those of the network are its outputs, shape (n, ...) to (n, outputs). */
    protected NDArray predict(NDArray observations) {
        return training.network().predict(observations);
    }

    /**
     * What it {@linkplain #predict makes} of observations.
     *
     * @param observations of n environments, one after the other
     * @param head what is made of its outputs, shape (n, outputs)
     * @return row by row
     */
    protected final float[] look(byte[] observations, int n, UnaryOperator<NDArray> head) {
        if (looking.capacity() < observations.length) {
            looking = ByteBuffer.allocateDirect(observations.length);
        }
        looking.clear().put(observations);
        try (NDManager scratch = training.manager().newSubManager()) {
            return head.apply(predict(array(scratch, looking, n))).toFloatArray();
        }
    }

    /** The number, from 0, of the largest of {@code count} values from an index on; of equal ones the first. */
    static int largest(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = values[from + i] > values[from + best] ? i : best;
        }
        return best;
    }

    @Override
    public void save(State state) {
        training.save(state.scope("training"));
        state.put("counts", acted, begun, steps, updates, learning ? 1 : 0);
    }

    @Override
    public void load(State state) {
        training.load(state.scope("training"));
        long[] counts = state.longs("counts");
        acted = counts[0];
        begun = counts[1];
        steps = counts[2];
        updates = counts[3];
        learning = counts[4] == 1;
    }
}
