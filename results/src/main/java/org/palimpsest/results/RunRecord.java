package org.palimpsest.results;

import java.util.List;

/**
 * Everything that came of a run: general information and its tables. A table that the stream's kind does not fill is
 * empty.
 *
 * @param info what is known besides the tables
 * @param accuracy the accuracy matrix, one entry a row
 * @param probe the scores taken inside tasks
 * @param confusion the confusion matrices, one class a row
 * @param gauges the readings of the gauges that were switched on
 */
public record RunRecord(
        RunInfo info, List<AccuracyRow> accuracy, List<ProbeRow> probe, List<ConfusionRow> confusion, List<GaugeRow> gauges) {

    /** Copies the tables. */
    public RunRecord {
        accuracy = List.copyOf(accuracy);
        probe = List.copyOf(probe);
        confusion = List.copyOf(confusion);
        gauges = List.copyOf(gauges);
    }

    /** A record without confusion matrices and gauges. */
    public RunRecord(RunInfo info, List<AccuracyRow> accuracy, List<ProbeRow> probe) {
        this(info, accuracy, probe, List.of(), List.of());
    }
}
