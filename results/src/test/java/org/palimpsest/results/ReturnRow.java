package org.palimpsest.results;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricProvider;
import org.palimpsest.results.metric.Score;
import org.palimpsest.results.record.Cells;
import org.palimpsest.results.record.Counts;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.Table;

/** A table and a measure as a stranger's plug-in would bring them, in one file: the mean return of an agent on a task after another. */
public record ReturnRow(int trainedTask, int task, int episodes, double meanReturn) {

    public static final Table<ReturnRow> TABLE = new ReturnTable();

    public ReturnRow {
        Counts.requireAtLeast("episodes", episodes, 1);
    }

    /** What it measures, so that ranks and the metrics of the matrix come for nothing. */
    public static final Measure RETURN = new Measure(
            "return", "return", Direction.HIGHER, "points", List.of("control"),
            new Measure.Source<>(TABLE, row -> Score.after(row.trainedTask, row.task, row.meanReturn * row.episodes, row.episodes)),
            Optional.empty());

    @AutoService(MetricProvider.class)
    public static final class Returns implements MetricProvider {
        @Override
        public List<Measure> measures() {
            return List.of(RETURN);
        }
    }

    @SuppressWarnings("rawtypes")
    @AutoService(Table.class)
    public static final class ReturnTable extends Table<ReturnRow> {
        public ReturnTable() {
            super("returns", 2, "trained_task", "task", "episodes", "return");
        }

        @Override
        protected List<String> write(ReturnRow row) {
            return cells(row.trainedTask, row.task, row.episodes, row.meanReturn);
        }

        @Override
        protected ReturnRow read(Cells cells) {
            return new ReturnRow(cells.integer("trained_task"), cells.integer("task"), cells.integer("episodes"), cells.real("return"));
        }

        @Override
        protected void check(ReturnRow row, RunInfo run) {
            Counts.requireTask("trained_task", row.trainedTask, 0, run);
            Counts.requireTask("task", row.task, 1, run);
        }
    }
}
