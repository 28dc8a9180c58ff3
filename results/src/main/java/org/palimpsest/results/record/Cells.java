package org.palimpsest.results.record;

import java.util.List;

/** The cells of one row of a table, by column. What is no number is told with column and cell. */
public final class Cells {

    private final List<String> columns;
    private final List<String> cells;

    Cells(List<String> columns, List<String> cells) {
        this.columns = columns;
        this.cells = cells;
    }

    /** The cell as it stands. */
    public String text(String column) {
        return cells.get(columns.indexOf(column));
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException if it is none, or beyond the range of an int
     */
    public int integer(String column) {
        try {
            return Integer.parseInt(text(column));
        } catch (NumberFormatException e) {
            throw noNumber(column);
        }
    }

    /**
     * A whole number that may be large.
     *
     * @throws IllegalArgumentException if it is none, or beyond the range of a long
     */
    public long whole(String column) {
        try {
            return Long.parseLong(text(column));
        } catch (NumberFormatException e) {
            throw noNumber(column);
        }
    }

    /**
     * A number; NaN where the cell is empty.
     *
     * @throws IllegalArgumentException if it is none
     */
    public double real(String column) {
        try {
            return text(column).isEmpty() ? Double.NaN : Double.parseDouble(text(column));
        } catch (NumberFormatException e) {
            throw noNumber(column);
        }
    }

    private IllegalArgumentException noNumber(String column) {
        return new IllegalArgumentException(column + " is '" + text(column) + "', not a number");
    }
}
