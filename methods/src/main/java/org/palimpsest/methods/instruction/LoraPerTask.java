package org.palimpsest.methods.instruction;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import java.util.Map;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Oracle;
import org.palimpsest.harness.api.text.Asked;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.adapters.Lora;
import org.palimpsest.methods.adapters.LoraOptions;

/** {@code lora-per-task}: low-rank adapters for each task, and one is told which to use. */
@AutoService(MethodModule.class)
public final class LoraPerTask extends MethodModule<LoraOptions> {
    /** For the service loader. */
    public LoraPerTask() {
        super("lora-per-task", "trains low-rank adapters and a head for each task, and is told the task of what it answers: a bound, not ranked",
                "baseline", PerTask.class, LoraOptions.class);
    }

    @Override
    protected Map<String, String> contents(LoraOptions options) {
        return options.contents("");
    }

    @Override
    protected Block rebuild(Block backbone, LoraOptions options) {
        return Lora.beside(backbone, options);
    }

    /** A set for each task, which begins as the first did; what is not known yet is answered with the latest. */
    static final class PerTask extends RoutedLora implements Oracle {
        @Inject
        PerTask(Training training) {
            super(training);
        }

        @Override
        protected boolean startsFresh() {
            return true;
        }

        @Override
        protected int toTrain(Asked asked) {
            return sets();
        }

        @Override
        protected int toAnswer(Asked asked) {
            return Math.min(asked.task().orElse(trained()), sets() - 1);
        }
    }
}
