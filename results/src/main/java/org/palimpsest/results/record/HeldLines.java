package org.palimpsest.results.record;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Rows of one task, or of several, that are to be committed together: each checked, and the bytes that it adds to its table. */
final class HeldLines {
    private final RunFolder folder;
    private final RunInfo info;
    private final Map<Table<?>, ByteArrayOutputStream> bytes = new LinkedHashMap<>();
    private final Map<Table<?>, Set<List<String>>> keys = new HashMap<>();

    /**
     * None yet.
     *
     * @param tables of the run, in the order of its record
     * @param info the run as it is committed
     */
    HeldLines(RunFolder folder, List<Table<?>> tables, RunInfo info) {
        this.folder = folder;
        this.info = info;
        for (Table<?> table : tables) {
            bytes.put(table, new ByteArrayOutputStream());
            keys.put(table, new HashSet<>());
        }
    }

    /**
     * Adds rows: all of them, or none.
     *
     * @throws IllegalArgumentException if one does not fit the run, comes twice, or is of a table that the run does not have
     */
    void add(TableRows rows) {
        if (!bytes.keySet().containsAll(rows.tables())) {
            throw new IllegalArgumentException(folder.path() + ": rows of " + rows.tables() + " given, the run has the tables " + bytes.keySet());
        }
        Map<Table<?>, byte[]> lines = new LinkedHashMap<>();
        Map<Table<?>, Set<List<String>>> seen = new HashMap<>();
        for (Table<?> table : bytes.keySet()) {
            seen.put(table, new HashSet<>());
            lines.put(table, lines(table, rows, seen.get(table)));
        }
        lines.forEach((table, added) -> bytes.get(table).writeBytes(added));
        seen.forEach((table, added) -> keys.get(table).addAll(added));
    }

    private <R> byte[] lines(Table<R> table, TableRows rows, Set<List<String>> seen) {
        boolean first = info.committed().get(table.name()) == 0 && bytes.get(table).size() == 0;
        return folder.file(table, info).lines(rows.rows(table), first, keys.get(table), seen);
    }

    /** The bytes of each table that gets any. */
    void forEach(BiConsumer<Table<?>, byte[]> use) {
        bytes.forEach((table, held) -> {
            if (held.size() > 0) {
                use.accept(table, held.toByteArray());
            }
        });
    }
}
