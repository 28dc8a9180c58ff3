package org.palimpsest.results.record;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Numbers as text, the same on every Java: {@link Double#toString} differs between releases. Twelve significant digits
 * keep every accuracy exact to far below one test example.
 */
public final class Numbers {
    private static final int SIGNIFICANT = 12;
    private static final MathContext DIGITS = new MathContext(SIGNIFICANT);
    private static final double UNIT = 1e12;
    /** Further than this from a number that lies between two texts, a product that is rounded itself tells which it is. */
    private static final double SURE = 0.49;

    private Numbers() {}

    /** Plain decimal notation with a point; empty for a number that is missing or not finite. */
    public static String text(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        if (value == (int) value) {
            return Integer.toString((int) value);
        }
        if (value >= 0.1 && value < 1) { // most are shares
            double scaled = value * UNIT;
            long digits = Math.round(scaled);
            if (Math.abs(scaled - digits) < SURE && digits < UNIT) {
                return share(digits);
            }
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** The number in a cell of a table; NaN for an empty one, and for one of words. */
    public static double parse(String cell) {
        try {
            return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** 0. and the digits, without the zeros at their end. */
    private static String share(long digits) {
        String text = Long.toString(digits);
        int end = SIGNIFICANT;
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return "0." + text.substring(0, end);
    }
}
