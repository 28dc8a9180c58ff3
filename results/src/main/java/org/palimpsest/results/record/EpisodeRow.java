package org.palimpsest.results.record;

import com.google.auto.service.AutoService;
import java.util.List;

/**
 * The episodes that an agent finished in a stretch of its training, exploring and learning.
 *
 * @param task the task being learned, 1..T
 * @param step steps made in its environments by the end of the stretch, from 1; a stretch begins where the one before it ended
 * @param played the episodes that ended in it
 */
public record EpisodeRow(int task, long step, Episodes played) {
    /** {@code episodes.csv}. */
    public static final Table<EpisodeRow> TABLE = new EpisodeTable();

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public EpisodeRow {
        Counts.requireAtLeast("task", task, 1);
        Counts.requireAtLeast("step", step, 1);
    }

    /** The table; {@link #TABLE} is the one to use. */
    @SuppressWarnings("rawtypes") // the service file names the raw type
    @AutoService(Table.class)
    public static final class EpisodeTable extends Table<EpisodeRow> {
        /** For the service loader. */
        public EpisodeTable() {
            super("episodes", 2, Episodes.columns("task", "step"));
        }

        @Override
        protected List<String> write(EpisodeRow row) {
            return cells(row.played.cells(row.task, row.step));
        }

        @Override
        protected EpisodeRow read(Cells cells) {
            return new EpisodeRow(cells.integer("task"), cells.whole("step"), Episodes.read(cells));
        }

        @Override
        protected void check(EpisodeRow row, RunInfo run) {
            Counts.requireTask("task", row.task, 1, run);
        }
    }
}
