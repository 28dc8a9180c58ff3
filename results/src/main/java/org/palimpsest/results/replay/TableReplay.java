package org.palimpsest.results.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.results.record.Numbers;
import org.palimpsest.results.record.RowClock;

/**
 * One table of a run and of its replay.
 *
 * @param table name of the table
 * @param rows rows that one of them has, or both
 * @param differing those that are not the same in both
 * @param first the cell that came out otherwise first; empty if none did
 * @param largest the largest difference of the numbers in each column that has one
 */
public record TableReplay(String table, int rows, int differing, Optional<Deviation> first, Map<String, Double> largest) {
    private static final String THERE = "there";
    private static final String MISSING = "missing";

    /** Copies the map, keeping its order. */
    public TableReplay {
        largest = Collections.unmodifiableMap(new LinkedHashMap<>(largest));
    }

    /**
     * Compares row by row.
     *
     * @param keys leading columns that name a row
     */
    static TableReplay of(String table, List<String> columns, int keys, List<List<String>> recorded, List<List<String>> again) {
        Map<List<String>, List<String>> before = byKey(recorded, keys);
        Map<List<String>, List<String>> after = byKey(again, keys);
        Set<List<String>> all = new LinkedHashSet<>(before.keySet());
        all.addAll(after.keySet());
        List<Deviation> found = new ArrayList<>();
        Map<String, Double> largest = new LinkedHashMap<>();
        for (List<String> key : all) {
            List<String> then = before.get(key);
            List<String> now = after.get(key);
            if (then == null || now == null) {
                found.add(deviation(table, columns, key, "", then == null ? MISSING : THERE, now == null ? MISSING : THERE));
                continue;
            }
            int[] differing = IntStream.range(keys, columns.size()).filter(i -> !then.get(i).equals(now.get(i))).toArray();
            if (differing.length > 0) {
                found.add(deviation(table, columns, key, columns.get(differing[0]), then.get(differing[0]), now.get(differing[0])));
            }
            for (int i : differing) {
                double size = Math.abs(Numbers.parse(then.get(i)) - Numbers.parse(now.get(i)));
                if (!Double.isNaN(size)) {
                    largest.merge(columns.get(i), size, Math::max);
                }
            }
        }
        return new TableReplay(table, all.size(), found.size(), found.stream().min(Deviation.BY_TIME), largest);
    }

    private static Map<List<String>, List<String>> byKey(List<List<String>> rows, int keys) {
        return rows.stream().collect(Collectors.toMap(row -> row.subList(0, keys), row -> row, (one, other) -> one, LinkedHashMap::new));
    }

    private static Deviation deviation(String table, List<String> columns, List<String> key, String column, String recorded, String again) {
        List<String> names = columns.subList(0, key.size());
        String row = IntStream.range(0, key.size()).mapToObj(i -> names.get(i) + "=" + key.get(i)).collect(Collectors.joining(", "));
        RowClock clock = RowClock.of(names);
        return new Deviation(table, row, clock.task(key), clock.step(key), column, recorded, again);
    }
}
