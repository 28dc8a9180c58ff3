package org.palimpsest.results;

import java.util.List;

/**
 * Everything that came of a run: general information and its tables. A table that the stream's kind does not fill is
 * empty.
 *
 * @param info what is known besides the tables
 * @param accuracy the accuracy matrix, one entry a row
 * @param probe the scores taken inside tasks
 */
public record RunRecord(RunInfo info, List<AccuracyRow> accuracy, List<ProbeRow> probe) {

    /** Copies the tables. */
    public RunRecord {
        accuracy = List.copyOf(accuracy);
        probe = List.copyOf(probe);
    }
}
