package org.palimpsest.results.record;

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
 * @param training how the tasks went while they were learned, one task a row
 */
public record RunRecord(
        RunInfo info, List<AccuracyRow> accuracy, List<ProbeRow> probe, List<ConfusionRow> confusion, List<GaugeRow> gauges,
        List<TrainingRow> training) {

    /** Copies the tables. */
    public RunRecord {
        accuracy = List.copyOf(accuracy);
        probe = List.copyOf(probe);
        confusion = List.copyOf(confusion);
        gauges = List.copyOf(gauges);
        training = List.copyOf(training);
    }

    /** A record of scores alone, without any of the other tables. */
    public RunRecord(RunInfo info, List<AccuracyRow> accuracy, List<ProbeRow> probe) {
        this(info, accuracy, probe, List.of(), List.of(), List.of());
    }
}
