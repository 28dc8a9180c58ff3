package org.palimpsest.results.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param parts column name to what the run contributes to the value of its row, where that is not the mean over its runs
 */
public record RunScore(RunInfo info, Map<String, Double> metrics, Map<String, List<Double>> parts) {
    /** Copies the maps, keeping their order. */
    public RunScore {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** A run of which each number is its own. */
    public RunScore(RunInfo info, Map<String, Double> metrics) {
        this(info, metrics, Map.of());
    }

    /**
     * Computes every metric under every measure that it reads.
     *
     * @param others among which those are that its transfer is told against
     */
    static RunScore of(RunRecord record, FromScratch others, Metrics metrics) {
        return new RunScore(record.info(), metrics.values(record, others.of(record.info())), metrics.parts(record));
    }

    /** The run as a line of the leaderboard's file tells it. */
    LeaderboardRuns.Run run() {
        Map<String, Double> values = new LinkedHashMap<>(metrics);
        Quantity.COSTS.forEach(cost -> values.put(cost.quantity().id(), cost.value().applyAsDouble(info)));
        return new LeaderboardRuns.Run(
                info.id().benchmark(), Protocol.shortened(info.protocolDigest()), info.stream().scenario(), info.id().method(),
                Options.line(info.methodOptions()), Options.line(info.training()), info.bound(), info.id().seed(), info.status().id(), values);
    }

    /** Whether the run came to its end. */
    public boolean finished() {
        return info.status() == RunStatus.FINISHED;
    }
}
