package org.palimpsest.results.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.palimpsest.results.record.Numbers;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.Table;

/**
 * A recorded run and the same run made again: whether every row of every table has the same characters, and its end is the same.
 *
 * @param run the folder of the run below {@code runs}
 * @param ends what of its end, its work and its data is otherwise
 * @param tables every table that one of them has rows of, by name
 */
public record Replay(String run, List<Change> ends, List<TableReplay> tables) {
    /** Copies the lists. */
    public Replay {
        ends = List.copyOf(ends);
        tables = List.copyOf(tables);
    }

    /** Compares the record of a run with that of its replay. */
    public static Replay of(RunRecord recorded, RunRecord again) {
        Map<String, Table<?>> tables = new LinkedHashMap<>();
        recorded.rows().tables().forEach(table -> tables.put(table.name(), table));
        again.rows().tables().forEach(table -> tables.put(table.name(), table));
        Set<String> names = new TreeSet<>(tables.keySet());
        return new Replay(recorded.info().id().relativePath().toString(), Change.between(end(recorded.info()), end(again.info())),
                names.stream().map(name -> compared(tables.get(name), recorded, again)).toList());
    }

    /** Whether nothing is otherwise. */
    public boolean isEqual() {
        return ends.isEmpty() && tables.stream().allMatch(table -> table.differing() == 0);
    }

    /** The cell that came out otherwise first, by the order in which rows are made; empty if none did. */
    public Optional<Deviation> first() {
        return tables.stream().flatMap(table -> table.first().stream()).min(Deviation.BY_TIME);
    }

    /** In words: one line if it is the same, else the first cell that is not, and a line for each table. */
    public String text() {
        String counts = tables.stream().map(table -> table.table() + " " + table.rows()).collect(Collectors.joining(", "));
        if (isEqual()) {
            return run + ": bit-equal (rows: " + counts + ")\n";
        }
        List<String> lines = new ArrayList<>(List.of(run + ": " + first().map(cell -> "differs, first in " + cell).orElse("differs")));
        ends.forEach(change -> lines.add("  " + change));
        tables.stream().filter(table -> table.differing() > 0).forEach(table -> lines.add("  " + table.table() + ": " + table.differing() + " of "
                + table.rows() + " rows differ" + sizes(table)));
        tables.stream().filter(table -> table.differing() == 0).map(TableReplay::table).reduce((a, b) -> a + ", " + b)
                .ifPresent(same -> lines.add("  the same: " + same));
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String sizes(TableReplay table) {
        return table.largest().isEmpty() ? "" : table.largest().entrySet().stream().map(size -> size.getKey() + " by " + Numbers.text(size.getValue()))
                .collect(Collectors.joining(", ", ", at most ", ""));
    }

    private static <R> TableReplay compared(Table<R> table, RunRecord recorded, RunRecord again) {
        return TableReplay.of(table.name(), table.columns(), table.keys(), recorded.cells(table), again.cells(table));
    }

    /** What belongs to the outcome besides rows; times and memory of the process do not. */
    private static Map<String, Object> end(RunInfo info) {
        Map<String, Function<RunInfo, Object>> facts = new LinkedHashMap<>();
        facts.put("status", run -> run.status().id());
        facts.put("message", run -> run.message().orElse(""));
        facts.put("stop", run -> run.stopPoint().map(stop -> "task " + stop.task() + ", step " + stop.step()).orElse("nowhere"));
        facts.put("tasks done", RunInfo::tasksDone);
        facts.put("stream", run -> run.stream().digest());
        facts.put("data", run -> run.data().stream().map(data -> data.name() + "=" + data.sha256()).sorted().toList());
        facts.put("updates", run -> run.cost().updates());
        facts.put("examples", run -> run.cost().examples());
        facts.put("forward FLOPs", run -> run.cost().forwardFlops());
        facts.put("backward FLOPs", run -> run.cost().backwardFlops());
        Map<String, Object> end = new LinkedHashMap<>();
        facts.forEach((key, value) -> end.put(key, value.apply(info)));
        return end;
    }
}
