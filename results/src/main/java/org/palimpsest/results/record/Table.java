package org.palimpsest.results.record;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One named table of a run record, a file of its own: how a row becomes cells and cells a row, and what a row may say of a run. A new
 * kind of stream brings its tables: each is a class with a public constructor without parameters, marked
 * {@code @AutoService(Table.class)}, best inside the record of its row ({@link AccuracyRow} shows it). Two instances of one class are the
 * same table.
 *
 * @param <R> a row
 */
public abstract class Table<R> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final String name;
    private final int keys;
    private final List<String> columns;

    /**
     * A table.
     *
     * @param name of lower-case letters, digits and {@code _}: the file without {@code .csv}, and the key of its length in {@code run.json}
     * @param keys how many leading columns name a row, from 1: no two rows of a run share them
     * @param columns the header
     * @throws IllegalArgumentException if the name cannot be a table's or there are fewer columns than keys
     */
    protected Table(String name, int keys, String... columns) {
        if (!NAME.matcher(name).matches() || name.equals(RunFolder.CHECKPOINT)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a table");
        }
        if (keys < 1 || keys > columns.length) {
            throw new IllegalArgumentException(name + ": " + keys + " keys of " + columns.length + " columns");
        }
        this.name = name;
        this.keys = keys;
        this.columns = List.of(columns);
    }

    /** The cells of a row, one a column; {@link #cells} makes them. */
    protected abstract List<String> write(R row);

    /**
     * The row of some cells.
     *
     * @throws IllegalArgumentException if they are none, naming column and value
     */
    protected abstract R read(Cells cells);

    /**
     * Checks a row against its run, as far as the row alone does not tell: that it speaks of no task beyond the last, for example.
     *
     * @throws IllegalArgumentException naming column, value and range, see {@link Counts}
     */
    protected abstract void check(R row, RunInfo run);

    /** The file without {@code .csv}. */
    public final String name() {
        return name;
    }

    /** How many leading columns name a row. */
    public final int keys() {
        return keys;
    }

    /** The header. */
    public final List<String> columns() {
        return columns;
    }

    /** Text as it is, whole numbers as they are, others to twelve digits; a number that is missing or not finite is an empty cell. */
    protected static List<String> cells(Object... values) {
        return Arrays.stream(values)
                .map(value -> value instanceof Double real ? Numbers.text(real) : value.toString())
                .toList();
    }

    /** {@code correct / n} for {@link #cells}; NaN, an empty cell, where nothing was scored. */
    protected static double share(long correct, long n) {
        return n == 0 ? Double.NaN : (double) correct / n;
    }

    @Override
    public final boolean equals(Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }

    @Override
    public final String toString() {
        return name;
    }
}
