package org.palimpsest.results.record;

import java.util.List;

/**
 * Everything that came of a run.
 *
 * @param info what is known besides the tables
 * @param rows its tables
 */
public record RunRecord(RunInfo info, TableRows rows) {
    /** The rows of a table; empty if the run's kind of stream does not fill it, or the record is older than the table. */
    public <R> List<R> rows(Table<R> table) {
        return rows.rows(table);
    }

    /** The same rows as the cells of the table's columns. */
    public <R> List<List<String>> cells(Table<R> table) {
        return rows(table).stream().map(table::write).toList();
    }
}
