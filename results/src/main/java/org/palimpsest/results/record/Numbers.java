package org.palimpsest.results.record;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Numbers as text, the same on every Java: {@link Double#toString} differs between releases. Twelve significant digits
 * keep every accuracy exact to far below one test example.
 */
public final class Numbers {

    private static final MathContext DIGITS = new MathContext(12);

    private Numbers() {}

    /** Plain decimal notation with a point; empty for a number that is missing or not finite. */
    public static String text(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
