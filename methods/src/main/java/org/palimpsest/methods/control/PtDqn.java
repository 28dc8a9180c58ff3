package org.palimpsest.methods.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.control.AgentModule;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.control.Transitions;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.Steps;

/**
 * {@code pt-dqn}: values that are the sum of a permanent function, which slowly takes up what was learned, and a transient one, which learns the task
 * at hand.
 */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class PtDqn extends AgentModule<PtDqn.Options> {
    /** For the service loader. */
    public PtDqn() {
        super("pt-dqn", "learns values as the sum of a permanent and a transient function", "Anand and Precup, NeurIPS 2023", Player.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("observations kept in memory") @Min(2) @Capacity @Default("100000") int memory,
            @Doc("whether the memory is emptied when a task begins") @Default("true") boolean forget,
            @Doc("transitions drawn from memory for an update") @Positive @Default("32") int batch,
            @Doc("steps in each environment before the first update of a task") @PositiveOrZero @Default("1000") int warmUp,
            @Doc("steps in each environment from one update to the next") @Positive @Default("1") int trainEvery,
            @Doc("updates from one copy of the transient function into its target to the next") @Positive @Default("1000") int targetEvery,
            @Doc("discount of a reward one step ahead") @PositiveOrZero @DecimalMax("1") @Default("0.99") double discount,
            @Doc("rewards that are added up before a value is looked up") @Positive @Default("1") int nStep,
            @Doc("learning rate of the permanent function, by plain gradient descent") @Positive @Default("0.01") double permanentLr,
            @Doc("steps in each environment from one update of the permanent function to the next; 0: whenever another task begins")
                    @PositiveOrZero @Default("0") int permanentEvery,
            @Doc("what the transient function's weights are multiplied by then; 0: it begins anew, and is 0 everywhere")
                    @PositiveOrZero @DecimalMax("1") @Default("0") double decay,
            @Doc("chance of any action when a task begins") @PositiveOrZero @DecimalMax("1") @Default("1") double exploration,
            @Doc("chance of any action from then on when it has fallen") @PositiveOrZero @DecimalMax("1") @Default("0.1") double lastExploration,
            @Doc("share of a task's steps in which it falls, evenly") @PositiveOrZero @DecimalMax("1") @Default("0.1") double exploring) {}

    private static QLearner.Settings settings(Options options) {
        return new QLearner.Settings(options.memory(), options.forget(), false, options.batch(), options.warmUp(), options.trainEvery(),
                options.targetEvery(), options.discount(), options.nStep(), OptionalDouble.empty(),
                new Exploration(options.exploration(), options.lastExploration(), options.exploring()));
    }

    @Override
    protected List<String> check(Options options, Surroundings seen) {
        List<String> problems = new ArrayList<>(settings(options).problems(seen));
        if (options.permanentEvery() == 0 && !seen.told()) {
            problems.add("permanentEvery must be above 0 where agents are not told of tasks");
        }
        return problems;
    }

    /**
     * Algorithms 2 and 4 of Anand and Precup with networks. The network in training is the transient function, so that add-ons and the optimiser are
     * those of {@code dqn}; the permanent one is a second set of its weights, which takes the first one's place while it is trained.
     */
    static final class Player extends QLearner {
        private final Options options;
        private final Network network;
        private final ActionValues values;
        private final Network.Weights zero;
        private Network.Weights permanent;

        @Inject
        Player(Options options, Surroundings seen, Steps training, Randomness random) {
            super(settings(options), seen, training, random);
            this.options = options;
            network = training.network();
            values = new ScalarValues(seen.actions(), false);
            List<Parameter> head = network.parameters().subList(network.backboneParameters(), network.parameters().size());
            head.forEach(parameter -> parameter.getArray().muli(0));
            zero = network.copyWeights();
            permanent = network.copyWeights();
        }

        @Override
        public void begin(int task, long count) {
            if (task > 0 && options.permanentEvery() == 0) {
                consolidate();
            }
            super.begin(task, count);
        }

        /** The sum of both (equation 3). */
        @Override
        protected NDArray predict(NDArray observations) {
            return network.predict(observations).add(network.predict(permanent, observations));
        }

        @Override
        protected NDArray values(NDArray outputs) {
            return outputs;
        }

        /** Moves the transient function along the temporal difference of the sum (equation 5). */
        @Override
        protected void update(NDManager scratch) {
            NDArray after = after(scratch);
            NDArray beyond = network.predict(target(), after).add(network.predict(permanent, after));
            NDArray aims = values.aims(drawn(), beyond, beyond);
            NDArray actions = actions(scratch);
            NDArray before = before(scratch);
            NDArray fixed = network.predict(permanent, before);
            training().step(() -> values.losses(values.errors(network.logits(before).add(fixed), actions, aims)).mean(), () -> {});
        }

        @Override
        public void observe(Transitions transitions) {
            super.observe(transitions);
            if (options.permanentEvery() > 0 && acted() % options.permanentEvery() == 0) {
                consolidate();
                copyToTarget();
            }
        }

        /** Moves the permanent function towards the sum (equation 4), over as many transitions as there are in memory, and lets the transient one fade. */
        private void consolidate() {
            Steps training = training();
            OptimiserOptions rule = new OptimiserOptions(OptimiserOptions.Rule.SGD, options.permanentLr(), 0, 0);
            try (Network.Weights transients = network.copyWeights();
                    Optimiser slow = training.optimiser().sibling(training.manager(), network.parameters(), rule)) {
                network.setWeights(permanent);
                for (int i = 0; i < batches() && draw("permanent", acted(), i); i++) {
                    try (NDManager scratch = training.manager().newSubManager()) {
                        NDArray actions = actions(scratch);
                        NDArray before = before(scratch);
                        NDArray sum = ScalarValues.taken(network.predict(permanent, before).add(network.predict(transients, before)), actions);
                        training.gradients(() -> ScalarValues.taken(network.evaluationLogits(before), actions).sub(sum).square().mean().mul(0.5f));
                        slow.step();
                    }
                }
                permanent.close();
                permanent = network.copyWeights();
                network.setWeights(transients);
            }
            fade();
        }

        private void fade() {
            if (options.decay() > 0) {
                network.parameters().forEach(parameter -> parameter.getArray().muli(options.decay()));
            } else {
                network.setWeights(zero);
                training().optimiser().restart();
            }
        }

        @Override
        protected boolean needsMemory() {
            return true; // the permanent function is learned from it when the next task begins
        }

        @Override
        public void save(State state) {
            super.save(state);
            permanent.save(state.scope("permanent"));
        }

        @Override
        public void load(State state) {
            super.load(state);
            permanent.load(state.scope("permanent"));
        }
    }
}
