package org.palimpsest.results.metric;

import java.util.List;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.Table;

/** What metrics see of a record under one measure. It is made once for all of them. */
public final class MetricContext {
    private final RunRecord record;
    private final Measure measure;
    private final AccuracyMatrix matrix;
    private final ProbeCurves curves;
    private final ProbeCurves training;
    private final List<RunRecord> scratch;

    private MetricContext(RunRecord record, Measure measure, List<RunRecord> scratch) {
        this.record = record;
        this.measure = measure;
        matrix = AccuracyMatrix.of(record, measure);
        curves = ProbeCurves.of(record, measure);
        training = ProbeCurves.of(record, measure.trained());
        this.scratch = scratch;
    }

    /** A record under a measure. */
    public static MetricContext of(RunRecord record, Measure measure) {
        return of(record, measure, List.of());
    }

    /** A record under a measure, beside the runs that learned each task from scratch, see {@link #scratch}. */
    public static MetricContext of(RunRecord record, Measure measure, List<RunRecord> scratch) {
        return new MetricContext(record, measure, scratch);
    }

    /** The run. */
    public RunInfo run() {
        return record.info();
    }

    /** T. */
    public int tasks() {
        return record.info().tasks();
    }

    /** The measure. */
    public Measure measure() {
        return measure;
    }

    /** R[t][i], the scores after tasks. */
    public AccuracyMatrix matrix() {
        return matrix;
    }

    /** A(E_i, f_n), the scores inside tasks; without points if this measure is not probed. */
    public ProbeCurves curves() {
        return curves;
    }

    /** The scores of training itself; without points if there are none of this measure. */
    public ProbeCurves training() {
        return training;
    }

    /** The runs of the same protocol that learned each task as if it were the first; none where a record is looked at by itself. */
    public List<MetricContext> scratch() {
        return scratch.stream().map(record -> of(record, measure)).toList();
    }

    /** The rows of any table of the record, for metrics that need other than these. */
    public <R> List<R> rows(Table<R> table) {
        return record.rows(table);
    }
}
