package org.palimpsest.results.board;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.Table;

/**
 * Tables of many records as one CSV in long format: a line a row, what names the run in front. Of several tables a column says which one a
 * row is of, and cells that it has no column for are empty. A column of a table that has the name of one in front is called
 * {@code <table>.<column>}.
 */
public final class LongTable {
    private static final String TABLE = "table";
    private static final Set<String> NAMES =
            Set.of("benchmark", "protocol", "scenario", "method", "options", "training", "seed", "digest", "status");

    private final List<Table<?>> tables;
    private final List<Column<RunScore>> names =
            BoardColumn.ofRuns(BoardColumn.NAMES.stream()).filter(column -> NAMES.contains(column.id())).toList();
    private final List<String> header = new ArrayList<>();
    /** Of each table, where its cells belong. */
    private final Map<Table<?>, List<Integer>> places = new LinkedHashMap<>();

    /** The format of some tables. */
    public LongTable(List<Table<?>> tables) {
        this.tables = List.copyOf(tables);
        names.forEach(column -> header.add(column.id()));
        if (tables.size() > 1) {
            header.add(TABLE);
        }
        List<String> front = List.copyOf(header);
        for (Table<?> table : tables) {
            List<String> columns = table.columns().stream().map(column -> front.contains(column) ? table.name() + "." + column : column).toList();
            columns.stream().filter(column -> !header.contains(column)).forEach(header::add);
            places.put(table, columns.stream().map(header::indexOf).toList());
        }
    }

    /** The names of the columns. */
    public List<String> columns() {
        return List.copyOf(header);
    }

    /** Those of them that hold words, whatever they look like: all that name the run but its seed, and the table. */
    public Set<String> words() {
        return Stream.concat(NAMES.stream().filter(name -> !name.equals("seed")), Stream.of(TABLE)).collect(Collectors.toSet());
    }

    /** The cells of the lines of a run. */
    public List<List<String>> cells(RunRecord record) {
        return tables.stream().flatMap(table -> rows(record, table)).toList();
    }

    /** The first line. */
    public String header() {
        return Csv.lines(List.of(header));
    }

    /** The lines of a run. */
    public String lines(RunRecord record) {
        return Csv.lines(cells(record));
    }

    private Stream<List<String>> rows(RunRecord record, Table<?> table) {
        List<String> front = Column.cells(names, new RunScore(record.info(), Map.of()));
        return record.cells(table).stream().map(cells -> {
            List<String> row = new ArrayList<>(front);
            if (tables.size() > 1) {
                row.add(table.name());
            }
            row.addAll(Collections.nCopies(header.size() - row.size(), ""));
            for (int i = 0; i < cells.size(); i++) {
                row.set(places.get(table).get(i), cells.get(i));
            }
            return row;
        });
    }
}
