package org.palimpsest.methods.distillation;

import com.google.auto.service.AutoService;
import java.util.List;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;

/** {@code lwf-mc}: multi-class learning without forgetting, iCaRL's loss without exemplars. */
@AutoService(MethodModule.class)
public final class LwfMc extends MethodModule<NoOptions> {
    /** For the service loader. */
    public LwfMc() {
        super("lwf-mc", "binary cross-entropy in which the old network's sigmoids are the targets of past classes; keeps no examples",
                "Rebuffi et al., iCaRL: Incremental Classifier and Representation Learning, CVPR 2017, section 4.1",
                SigmoidDistillation.class, NoOptions.class);
    }

    @Override
    protected List<String> check(NoOptions options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }
}
