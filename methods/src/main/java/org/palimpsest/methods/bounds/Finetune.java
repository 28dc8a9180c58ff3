package org.palimpsest.methods.bounds;

import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;

/** {@code finetune}: plain training on each task in turn. */
@AutoService(MethodModule.class)
public final class Finetune extends MethodModule<NoOptions> {
    /** For the service loader. */
    public Finetune() {
        super("finetune", "trains on each task in turn and does nothing about forgetting: the lower end of a comparison",
                "baseline", PlainTraining.class, NoOptions.class);
    }
}
