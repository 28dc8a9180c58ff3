package org.palimpsest.methods.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.control.Agent;
import org.palimpsest.harness.api.control.AgentModule;
import org.palimpsest.harness.api.control.ReplayMemory;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.control.Transitions;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Steps;

/** {@code dqn}: Q-learning with a network, a replay memory and a target network. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Dqn extends AgentModule<Dqn.Options> {
    /** For the service loader. */
    public Dqn() {
        super("dqn", "learns the value of actions from a memory of what it did", "Mnih et al., Nature 2015", Player.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("observations kept in memory") @Min(2) @Capacity @Default("100000") int memory,
            @Doc("whether the memory is emptied when a task begins") @Default("true") boolean forget,
            @Doc("whether network and optimiser begin anew with each task") @Default("false") boolean reset,
            @Doc("transitions drawn from memory for an update") @Positive @Default("32") int batch,
            @Doc("steps in each environment before the first update of a task") @PositiveOrZero @Default("1000") int warmUp,
            @Doc("steps in each environment from one update to the next") @Positive @Default("1") int trainEvery,
            @Doc("updates from one copy of the network into the target network to the next") @Positive @Default("1000") int targetEvery,
            @Doc("discount of a reward one step ahead") @PositiveOrZero @DecimalMax("1") @Default("0.99") double discount,
            @Doc("rewards that are added up before a value is looked up") @Positive @Default("1") int nStep,
            @Doc("whether the network in training chooses the action whose value the target network tells (van Hasselt et al., AAAI 2016)")
                    @Default("false") boolean doubleQ,
            @Doc("whether the head tells the value of a state apart from the advantages of actions (Wang et al., ICML 2016)")
                    @Default("false") boolean duelling,
            @Doc("chance of any action when a task begins") @PositiveOrZero @DecimalMax("1") @Default("1") double exploration,
            @Doc("chance of any action from then on when it has fallen") @PositiveOrZero @DecimalMax("1") @Default("0.1") double lastExploration,
            @Doc("share of a task's steps in which it falls, evenly") @PositiveOrZero @DecimalMax("1") @Default("0.1") double exploring) {}

    @Override
    protected int outputs(Options options, int actions) {
        return options.duelling() ? actions + 1 : actions;
    }

    @Override
    protected boolean startsAnew(Options options) {
        return options.reset() && options.forget();
    }

    @Override
    protected List<String> check(Options options, Surroundings seen) {
        int needed = ReplayMemory.needed(seen.environments(), options.nStep());
        return options.memory() >= needed ? List.of() : List.of("memory must be at least " + needed + " for " + seen.environments()
                + (seen.environments() == 1 ? " environment" : " environments") + " and " + options.nStep() + (options.nStep() == 1 ? " step" : " steps"));
    }

    /** Algorithm 1 of Mnih et al., with the Huber loss of the temporal differences. */
    static final class Player implements Agent {
        private final Options options;
        private final Surroundings seen;
        private final Steps training;
        private final Network network;
        private final Randomness random;
        private final ReplayMemory memory;
        private final ReplayMemory.Sample sample;
        private ByteBuffer looking;
        private Network.Weights target;
        private Network.Weights initial;
        private long acted;
        private long begun;
        private long steps;
        private long updates;

        @Inject
        Player(Options options, Surroundings seen, Steps training, Randomness random) {
            this.options = options;
            this.seen = seen;
            this.training = training;
            this.network = training.network();
            this.random = random;
            memory = new ReplayMemory(options.memory(), seen.environments(), seen.bytes());
            sample = new ReplayMemory.Sample(options.batch(), seen.bytes());
            looking = ByteBuffer.allocateDirect(seen.environments() * seen.bytes());
            target = network.copyWeights();
            initial = options.reset() ? network.copyWeights() : null;
        }

        @Override
        public void begin(int task, long count) {
            begun = acted;
            steps = count;
            if (options.forget()) {
                memory.clear();
            }
            if (options.reset() && task > 0) {
                network.setWeights(initial);
                training.optimiser().restart();
            }
            training.begin(task);
            copyToTarget();
        }

        private void copyToTarget() {
            target.close();
            target = network.copyWeights();
        }

        /** The chance of any action now. */
        private double epsilon() {
            double fall = options.exploring() * steps;
            double done = fall == 0 ? 1 : Math.min(1, (acted - begun) / fall);
            return options.exploration() + done * (options.lastExploration() - options.exploration());
        }

        @Override
        public void act(byte[] observations, int[] actions, boolean explore) {
            int n = actions.length;
            boolean look = !explore;
            Arrays.fill(actions, -1);
            if (explore) {
                double epsilon = epsilon();
                UniformRandomProvider dice = random.get("exploration", acted);
                for (int i = 0; i < n; i++) {
                    actions[i] = dice.nextDouble() < epsilon ? dice.nextInt(seen.actions()) : -1;
                    look |= actions[i] < 0;
                }
            }
            if (!look) {
                return;
            }
            if (looking.capacity() < observations.length) {
                looking = ByteBuffer.allocateDirect(observations.length);
            }
            looking.clear().put(observations);
            try (NDManager scratch = training.manager().newSubManager()) {
                float[] values = values(network.predict(array(scratch, looking, n))).toFloatArray();
                for (int i = 0; i < n; i++) {
                    actions[i] = actions[i] < 0 ? best(values, i * seen.actions()) : actions[i];
                }
            }
        }

        private int best(float[] values, int from) {
            int best = 0;
            for (int a = 1; a < seen.actions(); a++) {
                best = values[from + a] > values[from + best] ? a : best;
            }
            return best;
        }

        private NDArray array(NDManager owner, ByteBuffer observations, int n) {
            return owner.create(observations.clear().limit(n * seen.bytes()), new Shape(n).addAll(seen.observation()), DataType.UINT8);
        }

        /** Values of actions, shape (n, actions): of a duelling head V + A - mean A (equation 9 of Wang et al.). */
        private NDArray values(NDArray outputs) {
            if (!options.duelling()) {
                return outputs;
            }
            NDArray advantages = outputs.get(new NDIndex(":, 1:"));
            return advantages.sub(advantages.mean(new int[] {1}, true)).add(outputs.get(new NDIndex(":, :1")));
        }

        @Override
        public void observe(Transitions transitions) {
            memory.add(transitions);
            acted++;
            long step = acted - begun;
            if (step > options.warmUp() && step % options.trainEvery() == 0
                    && memory.sample(sample, options.nStep(), options.discount(), random.get("replay", updates))) {
                update();
            }
        }

        private void update() {
            int every = options.trainEvery();
            training.optimiser().schedule((acted - begun - options.warmUp() - 1) / every, 1, Math.max(1, (steps - options.warmUp()) / every));
            try (NDManager scratch = training.manager().newSubManager()) {
                int n = sample.size();
                NDArray aims = aims(scratch);
                NDArray actions = scratch.create(sample.actions(), new Shape(n, 1));
                NDArray before = array(scratch, sample.before(), n);
                training.step(() -> huber(of(values(network.logits(before)), actions).sub(aims)), () -> {});
                training.stepDone(n);
            }
            updates++;
            if (updates % options.targetEvery() == 0) {
                copyToTarget();
            }
        }

        /** Returns up to where a transition ends and, discounted, what lies beyond by the target network: shape (n). */
        private NDArray aims(NDManager scratch) {
            NDArray after = array(scratch, sample.after(), sample.size());
            NDArray beyond = values(network.predict(target, after));
            NDArray most = options.doubleQ() ? of(beyond, values(network.predict(after)).argMax(1).expandDims(1)) : beyond.max(new int[] {1});
            return most.mul(scratch.create(sample.discounts())).add(scratch.create(sample.returns()));
        }

        /** The value of one action in each row: (n, actions) and (n, 1) to (n). */
        private static NDArray of(NDArray values, NDArray actions) {
            return values.gather(actions, 1).squeeze(1);
        }

        /** Mean of d^2 / 2 where |d| is below 1, of |d| - 1/2 elsewhere. */
        static NDArray huber(NDArray differences) {
            NDArray size = differences.abs();
            NDArray cut = size.minimum(1);
            return cut.mul(size.sub(cut.mul(0.5f))).mean();
        }

        @Override
        public void end(int task) {
            training.end(task);
        }

        @Override
        public long memoryBytes() {
            return memory.memoryBytes();
        }

        /** Snapshots fall between tasks, where the memory may be about to be emptied. */
        private boolean keepsMemory() {
            return !options.forget() || !seen.told();
        }

        @Override
        public void save(State state) {
            training.save(state.scope("training"));
            target.save(state.scope("target"));
            state.put("counts", acted, begun, steps, updates);
            if (keepsMemory()) {
                memory.save(state.scope("memory"));
            }
        }

        @Override
        public void load(State state) {
            training.load(state.scope("training"));
            target.load(state.scope("target"));
            long[] counts = state.longs("counts");
            acted = counts[0];
            begun = counts[1];
            steps = counts[2];
            updates = counts[3];
            if (keepsMemory()) {
                memory.load(state.scope("memory"));
            }
        }
    }
}
