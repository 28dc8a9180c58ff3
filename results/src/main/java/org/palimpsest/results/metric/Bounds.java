package org.palimpsest.results.metric;

import org.palimpsest.results.record.Numbers;

/**
 * What a number lies within; a finite number always.
 *
 * @param low the least value, or minus infinity
 * @param high the largest, or infinity
 */
public record Bounds(double low, double high) {
    /** Any number. */
    public static final Bounds NONE = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** What cannot be negative. */
    public static final Bounds NOT_NEGATIVE = new Bounds(0, Double.POSITIVE_INFINITY);

    /** A share, or a mean of shares. */
    public static final Bounds SHARE = new Bounds(0, 1);

    /** A difference of two shares. */
    public static final Bounds CHANGE = new Bounds(-1, 1);

    /** Whether a number is finite and within. */
    public boolean hold(double value) {
        return Double.isFinite(value) && value >= low && value <= high;
    }

    /** In words: {@code a number from 0 to 1}. */
    @Override
    public String toString() {
        if (equals(NONE)) {
            return "a finite number";
        }
        return equals(NOT_NEGATIVE) ? "a number from 0 on" : "a number from " + Numbers.text(low) + " to " + Numbers.text(high);
    }
}
