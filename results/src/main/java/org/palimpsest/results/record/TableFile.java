package org.palimpsest.results.record;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The file of one table of one run: its rows, each checked against the run, as bytes and back. */
record TableFile<R>(Path path, Table<R> table, RunInfo run) {
    /** The bytes of a table without rows. */
    byte[] header() {
        return Csv.bytes(table.columns(), List.of());
    }

    /**
     * The bytes of rows.
     *
     * @param first whether nothing comes before them, so that the header does; of no rows there are no bytes
     * @param before keys of rows that are to be committed with these
     * @param seen gets the keys of these
     * @throws IllegalArgumentException if a row does not fit the run or comes twice, naming file, row, column and value
     */
    byte[] lines(List<R> rows, boolean first, Set<List<String>> before, Set<List<String>> seen) {
        List<List<String>> lines = new ArrayList<>();
        for (R row : rows) {
            List<String> cells = table.write(row);
            try {
                table.check(row, run);
                requireNew(cells, before, seen);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(path + ": row " + name(cells) + ": " + e.getMessage(), e);
            }
            lines.add(cells);
        }
        if (first && !lines.isEmpty()) {
            lines.add(0, table.columns());
        }
        return Csv.lines(lines).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the rows back.
     *
     * @throws RecordException naming file and line if a row comes twice, does not fit the run, or is not what was written of it
     */
    List<R> rows(byte[] content) {
        Csv.Sheet sheet = Csv.read(path, content);
        if (!sheet.header().equals(table.columns())) {
            throw RecordException.atLine(path, 1, "the header is not " + String.join(",", table.columns()));
        }
        List<R> rows = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (Csv.Line line : sheet.rows()) {
            try {
                rows.add(row(line.cells()));
                requireNew(line.cells(), Set.of(), seen);
            } catch (IllegalArgumentException e) {
                throw RecordException.atLine(path, line.number(), "damaged, " + e.getMessage());
            }
        }
        return rows;
    }

    private R row(List<String> cells) {
        R row = table.read(new Cells(table.columns(), cells));
        table.check(row, run);
        List<String> written = table.write(row);
        if (!written.equals(cells)) {
            int wrong = IntStream.range(0, cells.size()).filter(i -> !written.get(i).equals(cells.get(i))).findFirst().orElse(0);
            throw new IllegalArgumentException(
                    table.columns().get(wrong) + " is '" + cells.get(wrong) + "', the rest of the row makes it '" + written.get(wrong) + "'");
        }
        return row;
    }

    private void requireNew(List<String> cells, Set<List<String>> before, Set<List<String>> seen) {
        List<String> key = cells.subList(0, table.keys());
        if (before.contains(key) || !seen.add(key)) {
            throw new IllegalArgumentException("the row " + name(cells) + " comes twice");
        }
    }

    private String name(List<String> cells) {
        return IntStream.range(0, table.keys())
                .mapToObj(i -> table.columns().get(i) + "=" + cells.get(i))
                .collect(Collectors.joining(", "));
    }
}
