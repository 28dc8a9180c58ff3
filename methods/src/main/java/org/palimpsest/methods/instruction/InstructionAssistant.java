package org.palimpsest.methods.instruction;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Map;
import java.util.OptionalDouble;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Readings;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.text.Asked;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.adapters.Lora;
import org.palimpsest.methods.adapters.LoraOptions;
import org.palimpsest.methods.averaging.BalanceRule;
import org.palimpsest.methods.averaging.BalancedAverage;

/** {@code lcia}: the large continual instruction assistant. */
@AutoService(MethodModule.class)
public final class InstructionAssistant extends MethodModule<InstructionAssistant.Options> {
    private static final String NAME = "lcia";

    /** For the service loader. */
    public InstructionAssistant() {
        super(NAME, "averages low-rank adapters as +ema does, with a set of them for each group of tasks whose instructions are alike",
                "Qiao et al., Large Continual Instruction Assistant, ICML 2025, and the authors' code", Lcia.class, Options.class);
    }

    /** What a new set of adapters begins as. */
    public enum Start {
        /** As the first one did, as in the paper's figure. */
        FRESH,
        /** As the one that was trained last is, as in the authors' scripts. */
        PREVIOUS
    }

    /** Options. */
    public record Options(
            LoraOptions lora,
            @Doc("how alike instructions must be to those of a group, from 0 to 1; 0.3 in the paper where those of a task are many and unlike") @PositiveOrZero
                    @DecimalMax("1") @Default("0.9") double threshold,
            @Doc("what the adapters of a new group begin as") @Default("fresh") Start start,
            @Doc("as of the add-on ema") @Default("paper") BalanceRule rule,
            @Doc("as of the add-on ema") @PositiveOrZero @DecimalMax("1") OptionalDouble keep) {}

    @Override
    protected Map<String, String> contents(Options options) {
        return options.lora().contents("lora.");
    }

    @Override
    protected Block rebuild(Block backbone, Options options) {
        return Lora.beside(backbone, options.lora());
    }

    /**
     * A task belongs to the {@linkplain InstructionGroups group} whose instructions its own are most like, or opens one. {@link BalancedAverage} over each
     * task but the first of a group. Questions go to the group that theirs are most like, those that are like none to the latest.
     */
    static final class Lcia extends RoutedLora {
        private final Options options;
        private final Readings readings;
        private final InstructionGroups groups;
        private final BalancedAverage average;

        @Inject
        Lcia(Training training, Options options, Readings readings) {
            super(training);
            this.options = options;
            this.readings = readings;
            groups = new InstructionGroups(options.threshold());
            average = new BalancedAverage(training.network(), training.optimiser(), options.rule(), options.keep(), training.manager());
        }

        @Override
        protected boolean startsFresh() {
            return options.start() == Start.FRESH;
        }

        @Override
        protected int toTrain(Asked asked) {
            return groups.join(asked.instructions());
        }

        @Override
        protected int toAnswer(Asked asked) {
            return Math.min(groups.nearest(asked.instructions()), sets() - 1);
        }

        @Override
        protected void beforeTask(TaskData task) {
            super.beforeTask(task);
            if (!isNewlyOpened()) {
                average.begin();
            }
        }

        @Override
        protected void beforeUpdate() {
            if (average.isRunning()) {
                average.beforeUpdate();
            }
        }

        @Override
        protected void afterStep(Batch batch) {
            if (average.isRunning()) {
                average.afterUpdate();
            }
        }

        @Override
        protected void afterTask(TaskData task) {
            if (average.isRunning()) {
                average.end(readings, NAME);
            }
            super.afterTask(task);
            readings.read(NAME + ".group", trained());
            readings.read(NAME + ".groups", sets());
        }

        @Override
        public void save(State state) {
            super.save(state);
            groups.save(state.scope("groups"));
            average.save(state.scope("average"));
        }

        @Override
        public void load(State state) {
            super.load(state);
            groups.load(state.scope("groups"));
            if (state.has("average/updates")) { // records of before there were commits inside tasks have none
                average.load(state.scope("average"));
            }
        }
    }
}
