package org.palimpsest.results.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;

/**
 * A run and its metrics: one line of {@code <name>.runs.csv}.
 *
 * @param info the run
 * @param metrics column name, for example {@code class_il.accuracy.final}, to value; undefined ones are not there
 */
public record RunScore(RunInfo info, Map<String, Double> metrics) {

    /** Copies the metrics, keeping their order. */
    public RunScore {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** Computes every metric under every measure that it reads. */
    public static RunScore of(RunRecord record, Metrics metrics) {
        return new RunScore(record.info(), metrics.values(record));
    }

    public boolean finished() {
        return info.status() == RunStatus.FINISHED;
    }
}
