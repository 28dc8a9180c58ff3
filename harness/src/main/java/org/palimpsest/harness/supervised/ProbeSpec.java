package org.palimpsest.harness.supervised;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/** The small evaluations inside a task. */
public record ProbeSpec(
        @Doc("test examples of each seen task in the fixed, class-balanced "
                    + "probe subset; 0 switches probing off") @PositiveOrZero @Default("20") int perTask,
        @Doc("ratio of the steps of two successive probes, which fall on steps 1, growth, growth^2, ... and the "
                    + "last") @DecimalMin("1.1") @Default("2") double growth) {
    /** The step of the probe that follows one at {@code step}. */
    public long next(long step) {
        return Math.max(step + 1, (long) Math.floor(step * growth));
    }
}
