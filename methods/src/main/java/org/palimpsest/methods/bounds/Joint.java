package org.palimpsest.methods.bounds;

import com.google.auto.service.AutoService;
import java.util.Optional;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Regime;

/** {@code joint}: plain training on all tasks' data at once. */
@AutoService(MethodModule.class)
public final class Joint extends MethodModule<Joint.Options> {
    /** For the service loader. */
    public Joint() {
        super("joint", "trains once on the data of all tasks together: an upper bound, not ranked",
                "baseline", PlainTraining.class, Options.class);
    }

    /** Options. */
    public record Options(@Doc("all-tasks: as many updates as all tasks have together; if absent the budget of one task, of which the passes "
            + "are over all data") Optional<Spending> budget) {}

    /** What may be spent. */
    public enum Spending {
        /** As many updates as all tasks have together. */
        ALL_TASKS
    }

    @Override
    public Regime regime() {
        return Regime.JOINT;
    }

    @Override
    protected boolean spendsAllBudgets(Options options) {
        return options.budget().isPresent();
    }
}
