package org.palimpsest.results.compare;

import com.fasterxml.jackson.annotation.JsonValue;
import org.palimpsest.results.metric.Direction;

/** What a paired comparison of A and B shows at the 95 % level. */
public enum Verdict {
    /** The interval of the difference leaves out 0, on B's side. */
    B_BETTER("B better"),
    /** The interval of the difference leaves out 0, on A's side. */
    A_BETTER("A better"),
    /** The interval holds 0; that does not show that they are equal. */
    NO_DIFFERENCE_SHOWN("no difference shown"),
    /** The 90 % interval lies within the margin that was named: whatever the difference is, it counts as none. */
    EQUIVALENT("equivalent"),
    /**
     * Fewer than three pairs; or fewer than six that all differ by the same amount, whose interval has no width although nothing is sure.
     */
    TOO_FEW_PAIRS("too few pairs");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** The verdict in words. */
    @JsonValue
    public String text() {
        return text;
    }

    /** Judges the sign of B - A, 0 if its interval holds 0. */
    static Verdict of(Direction direction, int sign) {
        if (sign == 0) {
            return NO_DIFFERENCE_SHOWN;
        }
        return sign > 0 == (direction == Direction.HIGHER) ? B_BETTER : A_BETTER;
    }
}
