package org.palimpsest.results.record;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of several tables, those of a whole run or what came of one task; cannot be changed. */
public final class TableRows {
    /** No rows. */
    public static final TableRows NONE = new TableRows(Map.of());

    private final Map<Table<?>, List<?>> rows;

    private TableRows(Map<Table<?>, List<?>> rows) {
        this.rows = rows;
    }

    /** Rows of one table, in the order they shall stand. */
    public static <R> TableRows of(Table<R> table, List<? extends R> rows) {
        return rows.isEmpty() ? NONE : new TableRows(Map.of(table, List.copyOf(rows)));
    }

    /** These rows and others; of a table that both hold rows of, these come first. */
    public TableRows and(TableRows others) {
        Map<Table<?>, List<?>> joint = new LinkedHashMap<>(rows);
        others.rows.forEach((table, more) -> joint.merge(table, more, TableRows::joined));
        return new TableRows(joint);
    }

    /** These rows and others of one table. */
    public <R> TableRows and(Table<R> table, List<? extends R> more) {
        return and(of(table, more));
    }

    /** The rows of a table in their order; empty if there are none. */
    @SuppressWarnings("unchecked") // rows come in by their table alone
    public <R> List<R> rows(Table<R> table) {
        return (List<R>) rows.getOrDefault(table, List.of());
    }

    /** The tables of which there are rows. */
    public Set<Table<?>> tables() {
        return Collections.unmodifiableSet(rows.keySet());
    }

    /** The rows of a table as a CSV file has them; {@link #read} takes them back. */
    public <R> byte[] csv(Table<R> table) {
        return Csv.bytes(table.columns(), rows(table).stream().map(table::write).toList());
    }

    /**
     * Rows of a table that {@link #csv} wrote.
     *
     * @throws RecordException if it did not
     */
    public static <R> TableRows read(Table<R> table, byte[] csv) {
        Csv.Sheet sheet = Csv.read(Path.of(table.name()), csv);
        return of(table, sheet.rows().stream().map(line -> table.read(new Cells(table.columns(), line.cells()))).toList());
    }

    private static List<?> joined(List<?> first, List<?> second) {
        List<Object> both = new ArrayList<>(first);
        both.addAll(second);
        return Collections.unmodifiableList(both);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableRows that && rows.equals(that.rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
