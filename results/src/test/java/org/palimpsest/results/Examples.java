package org.palimpsest.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.results.metric.Metric;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.ConfusionRow;
import org.palimpsest.results.record.Cost;
import org.palimpsest.results.record.DataInfo;
import org.palimpsest.results.record.Environment;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.StopPoint;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.record.Timings;
import org.palimpsest.results.record.TrainingRow;

/** Runs made up for tests. */
public final class Examples {
    public static final String PROTOCOL = "00012e456789" + "ab".repeat(26);

    /** The matrix of the golden vectors, with b_i = 0.1. */
    public static final double[][] MATRIX = {{.9, .1, .1}, {.6, .8, .2}, {.5, .7, .7}};
    public static final double[] UNTRAINED = {.1, .1, .1};

    /** The tables of image streams. */
    public static final List<Table<?>> TABLES =
            List.of(AccuracyRow.TABLE, ProbeRow.TABLE, ConfusionRow.TABLE, GaugeRow.TABLE, TrainingRow.TABLE);

    private static final int N = 10;

    private Examples() {}

    public static RunInfo info(String method, long seed) {
        return info("quickstart", PROTOCOL, method, seed, Map.of("buffer", 200));
    }

    public static RunInfo info(String benchmark, String protocol, String method, long seed, Map<String, Object> options) {
        return info(benchmark, protocol, method, seed, options, "class-incremental", 3, false);
    }

    public static RunInfo info(
            String benchmark, String protocol, String method, long seed, Map<String, Object> options, String scenario,
            int tasks, boolean bound) {
        String digest = String.format("%012x", Math.abs((benchmark + protocol + method + seed + options).hashCode()));
        Map<String, Object> training = new LinkedHashMap<>();
        training.put("optimizer", "sgd");
        training.put("lr", 0.1);
        return RunInfo.started(
                        new RunId(benchmark, method, seed, digest), tasks,
                        new StreamInfo("split-fashion", 1, scenario, "5e" + seed + "0".repeat(60), List.of(2, 0, 1)),
                        new Environment(
                                "0.1.0", "c0".repeat(20), false, "PyTorch 2.7.1", "openblas", 2, "cpu", "17.0.15", "Linux",
                                "Xeon", Optional.empty()))
                .bound(bound)
                .protocol(Map.of("epochs", 1), protocol)
                .methodOptions(options)
                .training(training)
                .data(List.of(new DataInfo("fashion-mnist", "da".repeat(32))))
                .progress(0, new Timings(4.5, 0.25, 0.5, 0.125, 0.75, 6), new Cost(300, 6000, 4_000, 8_000, 156800, 1 << 28, 0))
                .build();
    }

    /** A record of accuracies and probes alone. */
    public static RunRecord record(RunInfo info, List<AccuracyRow> accuracy, List<ProbeRow> probe) {
        return new RunRecord(info, TableRows.of(AccuracyRow.TABLE, accuracy).and(ProbeRow.TABLE, probe));
    }

    /** A built-in metric. */
    public static Metric metric(String id) {
        return Metrics.builtIn().find(id).orElseThrow();
    }

    public static RunRecord finished(RunInfo info, double[][] matrix, double[] untrained) {
        return record(ended(info, RunStatus.FINISHED), rows(matrix, untrained), List.of());
    }

    /** A finished run whose final average accuracy is {@code tenths / 10} under class-IL and task-IL. */
    public static RunRecord scored(RunInfo info, int tenths) {
        double[] row = {tenths / 10.0, tenths / 10.0, tenths / 10.0};
        return finished(info, new double[][] {row, row, row}, UNTRAINED);
    }

    public static RunInfo ended(RunInfo info, RunStatus status) {
        RunInfo done = info.withProgress(status == RunStatus.FINISHED ? info.tasks() : 1, info.timings(), info.cost());
        return status == RunStatus.FINISHED
                ? done.finished(status, Optional.empty(), Optional.empty())
                : done.finished(status, Optional.of("loss is NaN"), Optional.of(new StopPoint(2, 17)));
    }

    /** Rows of a matrix of tenths: class-IL as given, task-IL the same; NaN gives no row. */
    public static List<AccuracyRow> rows(double[][] matrix, double[] untrained) {
        List<AccuracyRow> rows = new ArrayList<>();
        add(rows, 0, untrained);
        for (int t = 0; t < matrix.length; t++) {
            add(rows, t + 1, matrix[t]);
        }
        return rows;
    }

    private static void add(List<AccuracyRow> rows, int trained, double[] accuracies) {
        for (int i = 0; i < accuracies.length; i++) {
            if (!Double.isNaN(accuracies[i])) {
                int correct = (int) Math.round(N * accuracies[i]);
                rows.add(new AccuracyRow(trained, i + 1, N, correct, correct));
            }
        }
    }

    /** A probe score in tenths. */
    public static ProbeRow probe(int training, long step, int task, int tenths) {
        return new ProbeRow(training, step, task, N, tenths, tenths);
    }
}
