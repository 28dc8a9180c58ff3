package org.palimpsest.results.record;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which keys of a table tell when in its run a row was made, by their names.
 *
 * @param task place of the key that tells the task that had been learned, or was being learned; -1 if none does
 * @param step place of the key that tells the update within that task; -1 if none does
 */
public record RowClock(int task, int step) {
    private static final List<String> TASKS = List.of("trained_task", "training_task", "task");
    private static final String STEP = "step";

    /** That of a table with such keys. */
    public static RowClock of(List<String> keys) {
        return new RowClock(TASKS.stream().mapToInt(keys::indexOf).filter(i -> i >= 0).findFirst().orElse(-1), keys.indexOf(STEP));
    }

    /** The task of a row; empty of a table without tasks. */
    public OptionalInt task(List<String> row) {
        return isWhole(row, task) ? OptionalInt.of(Integer.parseInt(row.get(task))) : OptionalInt.empty();
    }

    /** The update within the task; empty if the row was made at its end. */
    public OptionalLong step(List<String> row) {
        return isWhole(row, step) ? OptionalLong.of(Long.parseLong(row.get(step))) : OptionalLong.empty();
    }

    private static boolean isWhole(List<String> row, int place) {
        return place >= 0 && row.get(place).matches("\\d{1,9}");
    }
}
