package org.palimpsest.results;

import java.util.List;

/**
 * Everything that came of a run: general information and its tables. A table that the stream's kind does not fill is
 * empty.
 *
 * @param info what is known besides the tables
 * @param accuracy the accuracy matrix, one entry a row
 * @param probe the scores taken inside tasks
 * @param gauges the readings of the gauges that were switched on
 */
public record RunRecord(RunInfo info, List<AccuracyRow> accuracy, List<ProbeRow> probe, List<GaugeRow> gauges) {

    /** Copies the tables. */
    public RunRecord {
        accuracy = List.copyOf(accuracy);
        probe = List.copyOf(probe);
        gauges = List.copyOf(gauges);
    }

    /** A record of a run without gauges. */
    public RunRecord(RunInfo info, List<AccuracyRow> accuracy, List<ProbeRow> probe) {
        this(info, accuracy, probe, List.of());
    }
}
