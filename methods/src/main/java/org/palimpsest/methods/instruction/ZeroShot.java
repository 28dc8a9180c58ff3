package org.palimpsest.methods.instruction;

import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.NetworkLearner;
import org.palimpsest.harness.api.training.Training;

/** {@code zero-shot}: the network as it comes. */
@AutoService(MethodModule.class)
public final class ZeroShot extends MethodModule<NoOptions> {
    /** For the service loader. */
    public ZeroShot() {
        super("zero-shot", "learns nothing: what a pretrained network knows before it is taught", "baseline", Untaught.class, NoOptions.class);
    }

    /** Answers with the network that it was given. */
    static final class Untaught extends NetworkLearner {
        @Inject
        Untaught(Training training) {
            super(training);
        }

        @Override
        public void learn(TaskData task, Budget budget) {
            training().begin(task);
            training().end(task);
        }
    }
}
