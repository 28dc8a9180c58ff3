package org.palimpsest.results.report;

import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.metric.Measure;

/**
 * A column of the leaderboard in the page.
 *
 * @param text what stands over it
 * @param quantity what it holds
 */
public record Heading(String text, Quantity quantity) {
    /** The column's name in the files. */
    public String column() {
        return quantity.id();
    }

    /** The unit of the cells as shown. */
    String unit() {
        return quantity.unit().equals(Measure.FRACTION) ? "%" : quantity.unit();
    }
}
