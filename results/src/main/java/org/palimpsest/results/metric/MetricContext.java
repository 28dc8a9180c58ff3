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

    private MetricContext(RunRecord record, Measure measure) {
        this.record = record;
        this.measure = measure;
        matrix = AccuracyMatrix.of(record, measure);
        curves = ProbeCurves.of(record, measure);
    }

    /** A record under a measure. */
    public static MetricContext of(RunRecord record, Measure measure) {
        return new MetricContext(record, measure);
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

    /** The rows of any table of the record, for metrics that need other than these. */
    public <R> List<R> rows(Table<R> table) {
        return record.rows(table);
    }
}
