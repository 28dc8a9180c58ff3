package org.palimpsest.results.compare;

import java.util.OptionalDouble;
import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.metric.Measure;

/**
 * Up to what difference two numbers count as equal.
 *
 * @param size in the unit of the column; empty if nothing was named
 * @param share whether it holds for shares alone, since it was told in percent
 */
public record Margin(OptionalDouble size, boolean share) {
    /** None: nothing counts as equal. */
    public static final Margin NONE = new Margin(OptionalDouble.empty(), false);

    private static final String PERCENT = "%";

    /**
     * Reads one: {@code 0.01} in the unit of each column, or {@code 1%} for those that are shown in percent.
     *
     * @throws IllegalArgumentException if it is no number above 0
     */
    public static Margin of(String text) {
        boolean share = text.endsWith(PERCENT);
        double size;
        try {
            size = Double.parseDouble(share ? text.substring(0, text.length() - 1) : text);
        } catch (NumberFormatException e) {
            size = Double.NaN;
        }
        if (!(size > 0 && Double.isFinite(size))) {
            throw new IllegalArgumentException("must be a number above 0 in the unit of the columns, as 0.01, or in percent, as 1%");
        }
        return new Margin(OptionalDouble.of(share ? size / 100 : size), share);
    }

    OptionalDouble in(Quantity quantity) {
        return share && !quantity.unit().equals(Measure.FRACTION) ? OptionalDouble.empty() : size;
    }
}
