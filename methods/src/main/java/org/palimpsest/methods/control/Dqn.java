package org.palimpsest.methods.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
import org.palimpsest.harness.api.control.AgentModule;
import org.palimpsest.harness.api.control.Surroundings;
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
            @Doc("share of a task's steps in which it falls, evenly") @PositiveOrZero @DecimalMax("1") @Default("0.1") double exploring,
            @Doc("whether transitions are drawn by the errors that were made there (Schaul et al., ICLR 2016)") @Default("false") boolean prioritised,
            @Doc("how much priorities matter: 0 is not at all") @PositiveOrZero @DecimalMax("1") @Default("0.6") double priorityAlpha,
            @Doc("how much of their bias is made up for when a task begins, 0 to 1; it rises to 1 at its end")
                    @PositiveOrZero @DecimalMax("1") @Default("0.4") double priorityBeta,
            @Doc("whether the distribution of the return is learned, and not its mean alone: C51 (Bellemare et al., ICML 2017)")
                    @Default("false") boolean distributional,
            @Doc("returns that a distribution is over") @Min(2) @Default("51") int atoms,
            @Doc("the least of them") @Default("-10") double vMin,
            @Doc("the largest of them") @Default("10") double vMax) {}

    private static ActionValues values(Options options, int actions) {
        return options.distributional() ? new CategoricalValues(actions, options.duelling(), options.atoms(), options.vMin(), options.vMax())
                : new ScalarValues(actions, options.duelling());
    }

    private static QLearner.Settings settings(Options options) {
        return new QLearner.Settings(options.memory(), options.forget(), options.reset(), options.batch(), options.warmUp(), options.trainEvery(),
                options.targetEvery(), options.discount(), options.nStep(),
                options.prioritised() ? OptionalDouble.of(options.priorityAlpha()) : OptionalDouble.empty(),
                new Exploration(options.exploration(), options.lastExploration(), options.exploring()));
    }

    @Override
    protected int outputs(Options options, int actions) {
        return values(options, actions).outputs();
    }

    @Override
    protected boolean startsAnew(Options options) {
        return options.reset() && options.forget();
    }

    @Override
    protected List<String> check(Options options, Surroundings seen) {
        List<String> problems = new ArrayList<>(settings(options).problems(seen));
        if (options.distributional() && options.vMin() >= options.vMax()) {
            problems.add("vMin must be below vMax, and " + options.vMin() + " is not below " + options.vMax());
        }
        return problems;
    }

    /** Algorithm 1 of Mnih et al. */
    static final class Player extends QLearner {
        private final Options options;
        private final Network network;
        private final ActionValues values;

        @Inject
        Player(Options options, Surroundings seen, Steps training, Randomness random) {
            super(settings(options), seen, training, random);
            this.options = options;
            network = training.network();
            values = Dqn.values(options, seen.actions());
        }

        @Override
        protected NDArray values(NDArray outputs) {
            return values.of(outputs);
        }

        @Override
        protected void update(NDManager scratch) {
            NDArray after = after(scratch);
            NDArray beyond = network.predict(target(), after);
            NDArray aims = values.aims(drawn(), beyond, options.doubleQ() ? network.predict(after) : beyond);
            NDArray actions = actions(scratch);
            NDArray before = before(scratch);
            if (options.prioritised()) {
                NDArray weights = scratch.create(drawn().weights(beta()));
                training().step(() -> {
                    NDArray errors = values.errors(network.logits(before), actions, aims);
                    prioritise(errors.toFloatArray());
                    return values.losses(errors).mul(weights).mean();
                }, () -> {});
            } else {
                training().step(() -> values.losses(values.errors(network.logits(before), actions, aims)).mean(), () -> {});
            }
        }

        /** Which share of the bias of priorities is made up for at this step: it rises evenly, to all of it at the end of a task. */
        private double beta() {
            return options.priorityBeta() + (1 - options.priorityBeta()) * Math.min(1, step() / (double) steps());
        }
    }
}
