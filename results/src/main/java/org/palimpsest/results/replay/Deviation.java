package org.palimpsest.results.replay;

import java.util.Comparator;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One cell of a table that came out otherwise.
 *
 * @param table name of the table
 * @param row its keys, e.g. {@code trained_task=2, task=1}
 * @param task the task that had been learned, or was being learned, when the row was made; empty of a table without tasks
 * @param step the update within it; empty if the row was made at its end
 * @param column the column; empty if the row is not there at all in one of the records
 * @param recorded the cell as it is recorded
 * @param again the cell as it came out
 */
public record Deviation(String table, String row, OptionalInt task, OptionalLong step, String column, String recorded, String again) {
    /** What was made first comes first. */
    static final Comparator<Deviation> BY_TIME = Comparator.<Deviation>comparingInt(deviation -> deviation.task.orElse(0))
            .thenComparingLong(deviation -> deviation.step.orElse(Long.MAX_VALUE));

    @Override
    public String toString() {
        String where = task.isPresent() ? "task " + task.getAsInt() + (step.isPresent() ? ", step " + step.getAsLong() : "") + ": " : "";
        return where + table + " (" + row + ") " + (column.isEmpty() ? "was " + recorded + " and is " + again
                : column + " was " + shown(recorded) + " and is " + shown(again));
    }

    private static String shown(String cell) {
        return cell.isEmpty() ? "empty" : cell;
    }
}
