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

/** A table and a measure as a stranger's plug-in would bring them, in one file: the mean payout of a bandit after another. */
public record PayoutRow(int trainedTask, int task, int pulls, double mean) {
    public static final Table<PayoutRow> TABLE = new PayoutTable();

    public PayoutRow {
        Counts.requireAtLeast("pulls", pulls, 1);
    }

    /** What it measures, so that ranks and the metrics of the matrix come for nothing. */
    public static final Measure PAYOUT = new Measure(
            "payout", "payout", Direction.HIGHER, "points", List.of("bandits"),
            new Measure.Source<>(TABLE, row -> Score.after(row.trainedTask, row.task, row.mean * row.pulls, row.pulls)),
            Optional.empty());

    @AutoService(MetricProvider.class)
    public static final class Payouts implements MetricProvider {
        @Override
        public List<Measure> measures() {
            return List.of(PAYOUT);
        }
    }

    @SuppressWarnings("rawtypes")
    @AutoService(Table.class)
    public static final class PayoutTable extends Table<PayoutRow> {
        public PayoutTable() {
            super("payouts", 2, "trained_task", "task", "pulls", "payout");
        }

        @Override
        protected List<String> write(PayoutRow row) {
            return cells(row.trainedTask, row.task, row.pulls, row.mean);
        }

        @Override
        protected PayoutRow read(Cells cells) {
            return new PayoutRow(cells.integer("trained_task"), cells.integer("task"), cells.integer("pulls"), cells.real("payout"));
        }

        @Override
        protected void check(PayoutRow row, RunInfo run) {
            Counts.requireTask("trained_task", row.trainedTask, 0, run);
            Counts.requireTask("task", row.task, 1, run);
        }
    }
}
