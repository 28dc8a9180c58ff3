package org.palimpsest.results.board;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.palimpsest.results.record.Csv;

/**
 * A column of a table, in whatever form the table is written.
 *
 * @param id its name: the header
 * @param unit unit of its cells; empty where they are words or counts
 * @param summary what it holds, in one line
 * @param cell the cell of a row; empty where it has nothing to say
 */
public record Column<T>(String id, String unit, String summary, Function<T, String> cell) {

    /** A column whose name says it all. */
    public static <T> Column<T> of(String id, Function<T, String> cell) {
        return new Column<>(id, "", "", cell);
    }

    /** The cells of a row. */
    public static <T> List<String> cells(List<Column<T>> columns, T row) {
        return columns.stream().map(column -> column.cell().apply(row)).toList();
    }

    /** Those columns in which some row has a cell that is not empty. */
    static <T> List<Column<T>> filled(List<Column<T>> columns, List<T> rows) {
        return columns.stream().filter(column -> rows.stream().anyMatch(row -> !column.cell().apply(row).isEmpty())).toList();
    }

    /** A header and rows as CSV, in UTF-8. */
    public static <T> byte[] csv(List<Column<T>> columns, List<T> rows) {
        List<List<String>> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(cells(columns, row)));
        return Csv.bytes(columns.stream().map(Column::id).toList(), lines);
    }
}
