package org.palimpsest.methods.bounds;

import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.Regime;

/** {@code cumulative}: plain training, at every task, on the data of all tasks so far. */
@AutoService(MethodModule.class)
public final class Cumulative extends MethodModule<NoOptions> {
    /** For the service loader. */
    public Cumulative() {
        super("cumulative", "goes on training, at every task, on the data of all tasks so far: an upper bound, not ranked",
                "baseline", PlainTraining.class, NoOptions.class);
    }

    @Override
    public Regime regime() {
        return Regime.CUMULATIVE;
    }
}
