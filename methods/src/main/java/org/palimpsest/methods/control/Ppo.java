package org.palimpsest.methods.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.control.AgentModule;
import org.palimpsest.harness.api.control.Rollout;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.control.Transitions;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Steps;
import org.palimpsest.harness.api.training.WeightArrays;
import org.palimpsest.methods.regularisation.FisherPenalty;
import org.palimpsest.methods.regularisation.Sensitivity;

/** {@code ppo}: proximal policy optimisation, a policy and the value of states in one network. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Ppo extends AgentModule<Ppo.Options> {
    /** For the service loader. */
    public Ppo() {
        super("ppo", "learns how likely actions should be from what it has just done, in small changes", "Schulman et al., arXiv:1707.06347",
                Player.class, Options.class);
    }

    /** Options; by default they are what Schulman et al. had for games (table 5), where learning rate and clip fall evenly to 0. */
    public record Options(
            @Doc("steps in each environment from which is learned at a time") @Positive @Default("128") int rollout,
            @Doc("passes over them") @Positive @Default("3") int updateEpochs,
            @Doc("transitions of an update") @Positive @Default("256") int minibatch,
            @Doc("discount of a reward one step ahead") @PositiveOrZero @DecimalMax("1") @Default("0.99") double discount,
            @Doc("how far advantages look ahead: 0 one step, 1 to the end (Schulman et al., ICLR 2016, equation 16)")
                    @PositiveOrZero @DecimalMax("1") @Default("0.95") double lambda,
            @Doc("by how much the probability of an action may change, in shares of it (equation 7)") @Positive @Default("0.1") double clip,
            @Doc("whether the advantages of an update are brought to mean 0 and standard deviation 1") @Default("true") boolean normalise,
            @Doc("weight of the squared error of values (c1 of equation 9)") @PositiveOrZero @Default("1") double valueWeight,
            @Doc("whether a value may change by no more than clip (Engstrom et al., ICLR 2020, equation 3)") @Default("false") boolean clipValues,
            @Doc("weight of the entropy of the policy (c2 of equation 9)") @PositiveOrZero @Default("0.01") double entropy,
            @Doc("strength of elastic weight consolidation around the weights that past tasks have left, of which it is told; 0 for none "
                    + "(Kirkpatrick et al., PNAS 2017, equation 3)") @PositiveOrZero @Default("0") double ewc,
            @Doc("transitions by whose actions the Fisher information of a task is estimated, drawn from its last rollout; 0 for all of it")
                    @PositiveOrZero @Default("0") int fisherTransitions,
            @Doc("whether network and optimiser begin anew with each task") @Default("false") boolean reset) {}

    /** One for each action, and before them the value of the state. */
    @Override
    protected int outputs(Options options, int actions) {
        return actions + 1;
    }

    @Override
    protected boolean startsAnew(Options options) {
        return options.reset();
    }

    @Override
    protected List<String> check(Options options, Surroundings seen) {
        List<String> problems = new ArrayList<>();
        long most = Integer.MAX_VALUE / ((long) seen.environments() * seen.bytes());
        if (options.rollout() > most) {
            problems.add("rollout must be at most " + most + " for " + seen.environments() + (seen.environments() == 1 ? " environment" : " environments")
                    + " with observations of " + seen.bytes() + " bytes");
        }
        if (options.reset() && options.ewc() > 0) {
            problems.add("reset throws away the weights that ewc would hold on to");
        }
        return problems;
    }

    /** Algorithm 1 of Schulman et al. */
    static final class Player extends TrainedAgent {
        /** Keeps what is divided by it finite where all advantages are equal. */
        private static final double EPSILON = 1e-8;

        private final Options options;
        private final Network network;
        private final Rollout rollout;
        private final float[] values;
        private final float[] logProbabilities;
        private final ByteBuffer looked;
        private final FisherPenalty penalty; // null for none

        @Inject
        Player(Options options, Surroundings seen, Steps training, Randomness random) {
            super(seen, training, random, options.reset());
            this.options = options;
            network = training.network();
            rollout = new Rollout(options.rollout(), seen.environments(), seen.bytes());
            values = new float[seen.environments()];
            logProbabilities = new float[seen.environments()];
            looked = ByteBuffer.allocateDirect(Math.min(options.minibatch(), options.rollout() * seen.environments()) * seen.bytes());
            penalty = options.ewc() > 0 ? new FisherPenalty(training, options.ewc()) : null;
        }

        @Override
        public void begin(int task, long count) {
            super.begin(task, count);
            rollout.clear();
        }

        /** Steps in each environment from which is learned at a time: of a shorter task all. */
        private int length() {
            return (int) Math.min(options.rollout(), steps());
        }

        @Override
        public void act(byte[] observations, int[] actions, boolean explore) {
            int choices = seen().actions();
            float[] outputs = look(observations, actions.length, UnaryOperator.identity());
            UniformRandomProvider dice = explore ? random.get("exploration", acted()) : null;
            for (int i = 0; i < actions.length; i++) {
                int first = i * (choices + 1) + 1;
                if (explore) {
                    double[] chances = logSoftmax(outputs, first, choices);
                    actions[i] = draw(chances, dice.nextDouble());
                    logProbabilities[i] = (float) chances[actions[i]];
                    values[i] = outputs[first - 1];
                } else {
                    actions[i] = largest(outputs, first, choices);
                }
            }
        }

        /** Logarithms of the probabilities that {@code count} scores from an index on stand for. */
        static double[] logSoftmax(float[] scores, int from, int count) {
            double most = scores[from + largest(scores, from, count)];
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += Math.exp(scores[from + i] - most);
            }
            double[] logs = new double[count];
            for (int i = 0; i < count; i++) {
                logs[i] = scores[from + i] - most - Math.log(sum);
            }
            return logs;
        }

        /** The choice in whose part of the interval from 0 to 1 a number lies. */
        static int draw(double[] logProbabilities, double number) {
            double end = 0;
            for (int i = 0; i < logProbabilities.length - 1; i++) {
                end += Math.exp(logProbabilities[i]);
                if (number < end) {
                    return i;
                }
            }
            return logProbabilities.length - 1;
        }

        @Override
        public void observe(Transitions transitions) {
            rollout.add(transitions, values, logProbabilities, bootstrap(transitions));
            stepMade();
            if (rollout.size() == length() * seen().environments()) {
                learn(transitions);
                if (penalty != null && seen().told() && steps() - step() < length()) { // the last of the task
                    consolidate();
                }
                rollout.clear();
            }
        }

        /** What could still have been earned where episodes were cut off, discounted to the last step of each. */
        private float[] bootstrap(Transitions transitions) {
            float[] rest = new float[transitions.size()];
            boolean any = false;
            for (boolean cut : transitions.cut()) {
                any |= cut;
            }
            if (any) {
                float[] worth = worth(transitions.finals());
                for (int i = 0; i < rest.length; i++) {
                    rest[i] = (float) (options.discount() * worth[i]);
                }
            }
            return rest;
        }

        /** Values of an observation of each environment. */
        private float[] worth(byte[] observations) {
            return look(observations, seen().environments(), outputs -> outputs.get(new NDIndex(":, 0")));
        }

        private void learn(Transitions last) {
            float[] advantages = rollout.advantages(options.discount(), options.lambda(), worth(last.after()));
            int size = rollout.size();
            int perEpoch = (size + options.minibatch() - 1) / options.minibatch();
            long perRollout = (long) perEpoch * options.updateEpochs();
            long done = (step() / length() - 1) * perRollout;
            for (int epoch = 0; epoch < options.updateEpochs(); epoch++) {
                int[] order = random.permutation(size, "minibatches", acted(), epoch);
                for (int from = 0; from < size; from += options.minibatch(), done++) {
                    training().optimiser().schedule(done, 1, steps() / length() * perRollout);
                    update(new Minibatch(order, from, Math.min(from + options.minibatch(), size), advantages));
                }
            }
        }

        private void update(Minibatch batch) {
            try (NDManager scratch = training().manager().newSubManager()) {
                NDArray observations = array(scratch, looked, batch.size);
                NDArray actions = scratch.create(batch.actions, new Shape(batch.size, 1));
                NDArray logsBefore = scratch.create(batch.logProbabilities);
                NDArray advantages = scratch.create(options.normalise() ? normalised(batch.advantages) : batch.advantages);
                NDArray valuesBefore = scratch.create(batch.values);
                NDArray returns = scratch.create(batch.returns);
                training().step(() -> {
                    NDArray outputs = network.logits(observations);
                    NDArray logs = logProbabilities(outputs);
                    NDArray policy = surrogate(logs.gather(actions, 1).squeeze(1).sub(logsBefore), advantages, (float) options.clip());
                    NDArray value = valueLoss(outputs.get(new NDIndex(":, 0")), valuesBefore, returns);
                    return policy.add(value.mul((float) options.valueWeight())).sub(entropy(logs).mul((float) options.entropy()));
                }, this::hold);
                updateMade(batch.size);
            }
        }

        /** Logarithms of the probabilities of actions, shape (n, actions), from the network's outputs. */
        private static NDArray logProbabilities(NDArray outputs) {
            return outputs.get(new NDIndex(":, 1:")).logSoftmax(1);
        }

        private void hold() {
            if (penalty != null) {
                penalty.addGradient();
            }
        }

        /** Holds on to the weights as they are, by the mean squared gradient of the log-likelihood of what was done. */
        private void consolidate() {
            int[] order = random.permutation(rollout.size(), "fisher", acted());
            int count = options.fisherTransitions() == 0 ? order.length : Math.min(order.length, options.fisherTransitions());
            try (WeightArrays information = WeightArrays.zeros(network, training().manager())) {
                for (int row = 0; row < count; row++) {
                    rollout.observation(order[row], looked.clear());
                    try (NDManager scratch = training().manager().newSubManager()) {
                        NDArray observation = array(scratch, looked, 1);
                        NDArray action = scratch.create(new long[] {rollout.action(order[row])}, new Shape(1, 1));
                        Sensitivity.add(training(), () -> logProbabilities(network.evaluationLogits(observation)).gather(action, 1).mean(),
                                NDArray::square, information);
                    }
                }
                information.scale(1.0 / count);
                training().scoped(() -> penalty.hold(information));
            }
        }

        /** To mean 0 and, if they are not all equal, standard deviation 1. */
        static float[] normalised(float[] numbers) {
            double mean = 0;
            double square = 0;
            for (float number : numbers) {
                mean += number / (double) numbers.length;
            }
            for (float number : numbers) {
                square += (number - mean) * (number - mean) / numbers.length;
            }
            float[] result = new float[numbers.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = (float) ((numbers[i] - mean) / (Math.sqrt(square) + EPSILON));
            }
            return result;
        }

        /**
         * The loss of a policy: equation 7 of Schulman et al., with the sign changed.
         *
         * @param logRatios of the probabilities of actions now to those with which they were chosen, shape (n)
         * @param advantages shape (n)
         */
        static NDArray surrogate(NDArray logRatios, NDArray advantages, float clip) {
            NDArray ratios = logRatios.exp();
            return ratios.mul(advantages).minimum(ratios.clip(1 - clip, 1 + clip).mul(advantages)).mean().neg();
        }

        /** The loss of values, all shapes (n): the mean of their squared errors. */
        private NDArray valueLoss(NDArray now, NDArray before, NDArray returns) {
            NDArray errors = now.sub(returns).square();
            if (options.clipValues()) {
                NDArray near = before.add(now.sub(before).clip((float) -options.clip(), (float) options.clip()));
                errors = errors.maximum(near.sub(returns).square());
            }
            return errors.mean();
        }

        /** Mean entropy of distributions in nats: (n, actions) logarithms of probabilities to a scalar. */
        static NDArray entropy(NDArray logProbabilities) {
            return logProbabilities.exp().mul(logProbabilities).sum(new int[] {1}).mean().neg();
        }

        @Override
        public long memoryBytes() {
            return rollout.memoryBytes() + (penalty == null ? 0 : penalty.bytes());
        }

        @Override
        public void save(State state) {
            super.save(state);
            rollout.save(state.scope("rollout"));
            if (penalty != null) {
                penalty.save(state.scope("penalty"));
            }
        }

        @Override
        public void load(State state) {
            super.load(state);
            rollout.load(state.scope("rollout"));
            if (penalty != null) {
                penalty.load(state.scope("penalty"));
            }
        }

        /** Transitions of an update. */
        private final class Minibatch {
            private final int size;
            private final long[] actions;
            private final float[] logProbabilities;
            private final float[] values;
            private final float[] advantages;
            private final float[] returns;

            /** Those from one place of an order to another; what was observed before them is put where it is looked at. */
            Minibatch(int[] order, int from, int to, float[] all) {
                size = to - from;
                looked.clear();
                actions = new long[size];
                logProbabilities = new float[size];
                values = new float[size];
                advantages = new float[size];
                returns = new float[size];
                for (int row = 0; row < size; row++) {
                    int k = order[from + row];
                    rollout.observation(k, looked);
                    actions[row] = rollout.action(k);
                    logProbabilities[row] = rollout.logProbability(k);
                    values[row] = rollout.value(k);
                    advantages[row] = all[k];
                    returns[row] = all[k] + values[row];
                }
            }
        }
    }
}
