package org.palimpsest.harness.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
    private static final List<String> TASKS = List.of("trained_task", "training_task", "task");
    private static final String STEP = "step";
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
        int task = TASKS.stream().mapToInt(keys::indexOf).filter(i -> i >= 0).findFirst().orElse(-1);
        int step = keys.indexOf(STEP);
        for (List<String> row : record.cells(table)) {
            int during = task < 0 ? 0 : whole(row.get(task));
            long place = step < 0 ? during : before.getOrDefault(during, 0L) + whole(row.get(step));
            StringBuilder rest = new StringBuilder();
            IntStream.range(0, keys.size()).filter(i -> i != task && i != step)
                    .forEach(i -> rest.append('/').append(keys.get(i)).append(' ').append(row.get(i)));
            for (int i = keys.size(); i < columns.size(); i++) {
                double value = number(row.get(i));
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
        List<String> keys = table.columns().subList(0, table.keys());
        int step = keys.indexOf(STEP);
        int task = TASKS.stream().mapToInt(keys::indexOf).filter(i -> i >= 0).findFirst().orElse(-1);
        if (step >= 0 && task >= 0) {
            record.cells(table).forEach(row -> last.merge(whole(row.get(task)), (long) whole(row.get(step)), Math::max));
        }
    }

    private static int whole(String cell) {
        return cell.matches("\\d{1,9}") ? Integer.parseInt(cell) : 0;
    }

    private static double number(String cell) {
        try {
            return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN; // words
        }
    }
}
