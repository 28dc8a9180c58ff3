package org.palimpsest.methods.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
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
    static final class Player extends TrainedAgent {
        private final Options options;
        private final Network network;
        private final ReplayMemory memory;
        private final ReplayMemory.Sample sample;
        private Network.Weights target;

        @Inject
        Player(Options options, Surroundings seen, Steps training, Randomness random) {
            super(seen, training, random, options.reset());
            this.options = options;
            this.network = training.network();
            memory = new ReplayMemory(options.memory(), seen.environments(), seen.bytes());
            sample = new ReplayMemory.Sample(options.batch(), seen.bytes());
            target = network.copyWeights();
        }

        @Override
        public void begin(int task, long count) {
            super.begin(task, count);
            if (options.forget()) {
                memory.clear();
            }
            copyToTarget();
        }

        private void copyToTarget() {
            target.close();
            target = network.copyWeights();
        }

        /** The chance of any action now. */
        private double epsilon() {
            double fall = options.exploring() * steps();
            double done = fall == 0 ? 1 : Math.min(1, step() / fall);
            return options.exploration() + done * (options.lastExploration() - options.exploration());
        }

        @Override
        public void act(byte[] observations, int[] actions, boolean explore) {
            int n = actions.length;
            int choices = seen().actions();
            boolean look = !explore;
            Arrays.fill(actions, -1);
            if (explore) {
                double epsilon = epsilon();
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
            stepMade();
            if (step() > options.warmUp() && step() % options.trainEvery() == 0
                    && memory.sample(sample, options.nStep(), options.discount(), random.get("replay", updates()))) {
                update();
            }
        }

        private void update() {
            int every = options.trainEvery();
            training().optimiser().schedule((step() - options.warmUp() - 1) / every, 1, Math.max(1, (steps() - options.warmUp()) / every));
            try (NDManager scratch = training().manager().newSubManager()) {
                int n = sample.size();
                NDArray aims = aims(scratch);
                NDArray actions = scratch.create(sample.actions(), new Shape(n, 1));
                NDArray before = array(scratch, sample.before(), n);
                training().step(() -> huber(of(values(network.logits(before)), actions).sub(aims)), () -> {});
                updateMade(n);
            }
            if (updates() % options.targetEvery() == 0) {
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
        public long memoryBytes() {
            return memory.memoryBytes();
        }

        /** Between tasks a memory that is about to be emptied is of no use. */
        private boolean keepsMemory() {
            return !options.forget() || isLearning();
        }

        @Override
        public void save(State state) {
            super.save(state);
            target.save(state.scope("target"));
            if (keepsMemory()) {
                memory.save(state.scope("memory"));
            }
        }

        @Override
        public void load(State state) {
            super.load(state);
            target.load(state.scope("target"));
            if (keepsMemory()) {
                memory.load(state.scope("memory"));
            }
        }
    }
}
