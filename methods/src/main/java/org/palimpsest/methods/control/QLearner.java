package org.palimpsest.methods.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.control.ReplayMemory;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.control.Transitions;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Steps;

/** An agent that chooses the action of the largest value, or now and then any, and learns values from a memory of what it did. */
abstract class QLearner extends TrainedAgent {
    private final Settings settings;
    private final ReplayMemory memory;
    private final ReplayMemory.Sample sample;
    private Network.Weights target;

    /**
     * How it learns.
     *
     * @param memory observations that are kept
     * @param forget whether they are forgotten when a task begins
     * @param reset whether the network begins anew with each task
     * @param batch transitions of an update
     * @param warmUp steps before the first update of a task
     * @param trainEvery steps from one update to the next
     * @param targetEvery updates from one copy of the network into the target network to the next
     * @param discount of a reward one step ahead
     * @param nStep steps of a transition
     * @param alpha how much priorities matter, where there are any
     * @param exploration the chance of any action
     */
    record Settings(int memory, boolean forget, boolean reset, int batch, int warmUp, int trainEvery, int targetEvery, double discount, int nStep,
            OptionalDouble alpha, Exploration exploration) {
        /** What is wrong with them in such surroundings. */
        List<String> problems(Surroundings seen) {
            int needed = ReplayMemory.needed(seen.environments(), nStep, seen.frames());
            return memory >= needed ? List.of() : List.of("memory must be at least " + needed + " for " + seen.environments()
                    + (seen.environments() == 1 ? " environment" : " environments") + " and " + nStep + (nStep == 1 ? " step" : " steps"));
        }
    }

    /** An agent that remembers nothing yet. */
    QLearner(Settings settings, Surroundings seen, Steps training, Randomness random) {
        super(seen, training, random, settings.reset());
        this.settings = settings;
        memory = settings.alpha().isEmpty() ? new ReplayMemory(settings.memory(), seen)
                : new ReplayMemory(settings.memory(), seen, settings.nStep(), settings.alpha().getAsDouble());
        sample = new ReplayMemory.Sample(settings.batch(), seen.bytes());
        target = training.network().copyWeights();
    }

    /** Values of actions: outputs of the network to (n, actions). */
    protected abstract NDArray values(NDArray outputs);

    /**
     * Makes an update from the {@linkplain #drawn transitions drawn}.
     *
     * @param scratch owner of what dies with the update
     */
    protected abstract void update(NDManager scratch);

    @Override
    public void begin(int task, long count) {
        super.begin(task, count);
        if (settings.forget()) {
            memory.clear();
        }
        copyToTarget();
    }

    /** The target network: the one in training as it was some updates ago. */
    protected final Network.Weights target() {
        return target;
    }

    /** Makes the target network as the one in training is now. */
    protected final void copyToTarget() {
        target.close();
        target = training().network().copyWeights();
    }

    @Override
    public void act(byte[] observations, int[] actions, boolean explore) {
        int n = actions.length;
        int choices = seen().actions();
        boolean look = !explore;
        Arrays.fill(actions, -1);
        if (explore) {
            double epsilon = settings.exploration().at(step(), steps());
            UniformRandomProvider dice = random.get("exploration", acted());
            for (int i = 0; i < n; i++) {
                actions[i] = dice.nextDouble() < epsilon ? dice.nextInt(choices) : -1;
                look |= actions[i] < 0;
            }
        }
        if (!look) {
            return;
        }
        float[] values = look(observations, n, this::values);
        for (int i = 0; i < n; i++) {
            actions[i] = actions[i] < 0 ? largest(values, i * choices, choices) : actions[i];
        }
    }

    @Override
    public void observe(Transitions transitions) {
        memory.add(transitions);
        stepMade();
        int every = settings.trainEvery();
        if (step() > settings.warmUp() && step() % every == 0 && draw("replay", updates())) {
            training().optimiser().schedule((step() - settings.warmUp() - 1) / every, 1, Math.max(1, (steps() - settings.warmUp()) / every));
            try (NDManager scratch = training().manager().newSubManager()) {
                update(scratch);
                updateMade(sample.size());
            }
            if (updates() % settings.targetEvery() == 0) {
                copyToTarget();
            }
        }
    }

    /** Draws transitions from memory, for a purpose and with a key of their own; false if there are none. */
    protected final boolean draw(String purpose, long... key) {
        return memory.sample(sample, settings.nStep(), settings.discount(), random.get(purpose, key));
    }

    /** What was drawn last. */
    protected final ReplayMemory.Sample drawn() {
        return sample;
    }

    /** Says what errors were made at what was drawn, by row. */
    protected final void prioritise(float[] errors) {
        memory.prioritise(sample, errors);
    }

    /** Batches that have as many transitions as there are observations in memory. */
    protected final int batches() {
        return memory.size() / settings.batch();
    }

    /** What was observed where the drawn transitions begin: shape (n, planes, height, width). */
    protected final NDArray before(NDManager owner) {
        return array(owner, sample.before(), sample.size());
    }

    /** What was observed where they end, likewise; anything where the discount is 0. */
    protected final NDArray after(NDManager owner) {
        return array(owner, sample.after(), sample.size());
    }

    /** What was done where they begin: shape (n, 1). */
    protected final NDArray actions(NDManager owner) {
        return owner.create(sample.actions(), new Shape(sample.size(), 1));
    }

    @Override
    public long memoryBytes() {
        return memory.memoryBytes();
    }

    /** Between tasks a memory that is about to be emptied is of no use. */
    protected boolean needsMemory() {
        return !settings.forget() || isLearning();
    }

    @Override
    public void save(State state) {
        super.save(state);
        target.save(state.scope("target"));
        if (needsMemory()) {
            memory.save(state.scope("memory"));
        }
    }

    @Override
    public void load(State state) {
        super.load(state);
        target.load(state.scope("target"));
        if (needsMemory()) {
            memory.load(state.scope("memory"));
        }
    }
}
