package org.palimpsest.methods.bounds;

import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.Regime;

/** {@code joint}: plain training on all tasks' data at once. */
@AutoService(MethodModule.class)
public final class Joint extends MethodModule<NoOptions> {
    /** For the service loader. */
    public Joint() {
        super("joint", "trains once on the data of all tasks together: an upper bound, not ranked",
                "baseline", PlainTraining.class, NoOptions.class);
    }

    @Override
    public Regime regime() {
        return Regime.JOINT;
    }
}
