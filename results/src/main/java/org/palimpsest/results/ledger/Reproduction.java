package org.palimpsest.results.ledger;

import java.util.Optional;

/**
 * Whether a published value was got again, by two one-sided t tests (Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15,
 * 1987) at level {@value #ALPHA} of the mean over our seeds against the published value and its margin: both reject exactly when the
 * 90 % interval of the mean lies within the margin. The published value is taken as it stands, since most sources give no deviation.
 */
public enum Reproduction {
    /** Every seed finished, and the interval lies within the margin: shown to be the same. */
    REPRODUCED("reproduced"),
    /** The interval lies outside the margin: shown to be another. */
    DIFFERS("differs"),
    /** Neither is shown: the interval reaches over an end of the margin, there are fewer than two seeds, or some did not finish. */
    INCONCLUSIVE("inconclusive"),
    /** There are no runs. */
    NOT_RUN("not run");

    static final double ALPHA = 0.05;

    private final String text;

    Reproduction(String text) {
        this.text = text;
    }

    /** The verdict in words, as the ledger has it. */
    public String text() {
        return text;
    }

    /** Judges what was measured. */
    public static Reproduction of(Target target, Optional<Measurement> measured) {
        if (measured.isEmpty()) {
            return NOT_RUN;
        }
        Measurement measurement = measured.get();
        if (measurement.half().isEmpty()) {
            return INCONCLUSIVE;
        }
        double distance = Math.abs(measurement.mean().getAsDouble() - target.published());
        double half = measurement.half().getAsDouble();
        if (distance - half > target.margin()) {
            return DIFFERS;
        }
        boolean complete = measurement.seeds().containsAll(target.seeds());
        return complete && distance + half < target.margin() ? REPRODUCED : INCONCLUSIVE;
    }
}
