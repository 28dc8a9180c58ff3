package org.palimpsest.harness.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.palimpsest.results.record.RunInfo;

/**
 * What came of a run of the kit.
 *
 * @param info the run
 * @param tables name to content of each table
 * @param states task to digest of the state after it
 * @param arrays native arrays that were alive at the end of the last task
 */
record Trial(RunInfo info, Map<String, List<String>> tables, SortedMap<Integer, String> states, int arrays) {
    /** The lines of a table that are of the first tasks alone, and of what was known then. */
    Map<String, List<String>> before(int task) {
        Map<String, List<String>> lines = new TreeMap<>();
        tables.forEach((table, all) -> lines.put(table, all.stream().skip(1).filter(line -> Integer.parseInt(line.substring(0, line.indexOf(','))) < task)
                .filter(line -> !table.equals("accuracy") && !table.equals("probe") || tested(table, line) < task).toList()));
        return lines;
    }

    /** The task that a line of accuracies is about. */
    private static int tested(String table, String line) {
        return Integer.parseInt(line.split(",")[table.equals("accuracy") ? 1 : 2]);
    }

    /** The first place at which two sets of tables differ, in words; empty if there is none. */
    static Optional<String> difference(Map<String, List<String>> expected, Map<String, List<String>> actual) {
        Set<String> tables = new TreeSet<>(expected.keySet());
        tables.addAll(actual.keySet());
        for (String table : tables) {
            List<String> a = expected.getOrDefault(table, List.of());
            List<String> b = actual.getOrDefault(table, List.of());
            for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
                String one = i < a.size() ? a.get(i) : "nothing";
                String other = i < b.size() ? b.get(i) : "nothing";
                if (!one.equals(other)) {
                    return Optional.of(table + ".csv, line " + (i + 1) + ": " + one + " and " + other);
                }
            }
        }
        return Optional.empty();
    }
}
