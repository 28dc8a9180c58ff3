package org.palimpsest.harness.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.palimpsest.results.record.Numbers;
import org.palimpsest.results.record.RowClock;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.Table;

/**
 * A number of a run at a place of its stream.
 *
 * @param tag what it is of: table, column, and the keys of the row that tell no place, with slashes between
 * @param step updates since the run began, or the task after which it was measured, from 0, for what is measured between tasks
 * @param value finite
 */
public record Scalar(String tag, long step, double value) {
    /** What a share beside it is made of. */
    private static final Pattern COUNT = Pattern.compile("(.*_)?(n|correct)");

    /** The numbers in some tables of a run, in the order of their rows; counts that a share is told of are left out. */
    public static List<Scalar> of(RunRecord record, List<Table<?>> tables) {
        Map<Integer, Long> before = updatesBefore(record);
        List<Scalar> scalars = new ArrayList<>();
        tables.forEach(table -> add(record, table, before, scalars));
        return scalars;
    }

    private static <R> void add(RunRecord record, Table<R> table, Map<Integer, Long> before, List<Scalar> scalars) {
        List<String> columns = table.columns();
        List<String> keys = columns.subList(0, table.keys());
        RowClock clock = RowClock.of(keys);
        for (List<String> row : record.cells(table)) {
            int during = clock.task(row).orElse(0);
            long place = clock.step() < 0 ? during : before.getOrDefault(during, 0L) + clock.step(row).orElse(0);
            StringBuilder rest = new StringBuilder();
            IntStream.range(0, keys.size()).filter(i -> i != clock.task() && i != clock.step())
                    .forEach(i -> rest.append('/').append(keys.get(i)).append(' ').append(row.get(i)));
            for (int i = keys.size(); i < columns.size(); i++) {
                double value = Numbers.parse(row.get(i));
                if (Double.isFinite(value) && !COUNT.matcher(columns.get(i)).matches()) {
                    scalars.add(new Scalar(table.name() + "/" + columns.get(i) + rest, place, value));
                }
            }
        }
    }

    /** Updates before each task, by the last step that any table tells of the tasks before it. */
    private static Map<Integer, Long> updatesBefore(RunRecord record) {
        Map<Integer, Long> last = new TreeMap<>();
        record.rows().tables().forEach(table -> note(record, table, last));
        Map<Integer, Long> before = new HashMap<>();
        long sum = 0;
        for (int task = 1; task <= record.info().tasks(); task++) {
            before.put(task, sum);
            sum += last.getOrDefault(task, 0L);
        }
        return before;
    }

    private static <R> void note(RunRecord record, Table<R> table, Map<Integer, Long> last) {
        RowClock clock = RowClock.of(table.columns().subList(0, table.keys()));
        if (clock.step() >= 0 && clock.task() >= 0) {
            record.cells(table).forEach(row -> last.merge(clock.task(row).orElse(0), clock.step(row).orElse(0), Math::max));
        }
    }
}
