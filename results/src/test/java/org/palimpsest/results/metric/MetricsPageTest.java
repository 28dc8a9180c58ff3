package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.testng.annotations.Test;

/** The tables of docs/metrics.md say what the code does. */
public class MetricsPageTest {
    private static final int[] N = {60, 20, 20};
    private static final double[][] R = {{.8, .1, 0}, {.9, .7, .2}, {.5, .6, .8}};

    /** What is told of the matrix: our metric, then that of each library, where it has one. */
    private static final List<List<String>> COMPARED = List.of(
            List.of("accuracy.final", "Top1_Acc_Exp (mean)", "[Class-IL]", "", "", "accuracy_final"),
            List.of("accuracy.cumulative", "Top1_Acc_Stream", "", "CNN top1 curve", "accuracy", ""),
            List.of("accuracy.incremental", "", "", "", "", "accuracy_seen_avg"),
            List.of("accuracy.incremental_weighted", "", "", "Average Accuracy (CNN)", "average_incremental_accuracy", ""),
            List.of("forgetting.max", "StreamForgetting", "forgetting", "Forgetting (CNN)", "forgetting", ""),
            List.of("transfer.backward", "StreamBWT", "bwt", "", "backward_transfer", "backward_transfer"),
            List.of("transfer.forward", "StreamForwardTransfer", "fwt", "", "forward_transfer", "forward_transfer"));

    @Test
    public void everyMetricIsInTheTable() throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("| id | better | what it tells | formula | reference |", "|---|---|---|---|---|"));
        for (Metric metric : MetricsTest.ours()) {
            lines.add("| `" + metric.id() + "` | " + metric.direction().id() + " | " + metric.summary() + " | `"
                    + metric.formula().replace("|", "\\|") + "` | " + metric.reference() + " |");
        }
        assertEquals(shown("metrics"), String.join("\n", lines));
    }

    @Test
    public void theWorkedMatrixIsTheOneComputedWith() throws IOException {
        List<String> lines = new ArrayList<>(List.of("| R[t][i] | i = 1 | i = 2 | i = 3 |", "|---|---|---|---|"));
        for (int t = 0; t < R.length; t++) {
            lines.add("| t = " + (t + 1) + " | " + R[t][0] + " | " + R[t][1] + " | " + R[t][2] + " |");
        }
        assertEquals(shown("matrix"), String.join("\n", lines));
    }

    @Test
    public void theDialectsGiveTheNumbersShown() throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("| ours | Avalanche | Mammoth | PyCIL | Continuum | CapyMOA |", "|---|---|---|---|---|---|"));
        for (List<String> row : COMPARED) {
            List<String> cells = new ArrayList<>();
            cells.add(cell(row.get(0), 4, List.of(
                    Examples.metric(row.get(0)).value(MetricContext.of(record(), Measure.CLASS_IL)).getAsDouble())));
            for (Dialect dialect : Dialect.values()) {
                String name = row.get(1 + dialect.ordinal());
                cells.add(name.isEmpty() ? "" : cell(name, dialect.decimals(), values(dialect, name)));
            }
            lines.add("| " + String.join(" | ", cells) + " |");
        }
        assertEquals(shown("dialects"), String.join("\n", lines));
    }

    @Test
    public void noLibraryIsLeftOut() {
        for (Dialect dialect : Dialect.values()) {
            assertTrue(COMPARED.stream().anyMatch(row -> !row.get(1 + dialect.ordinal()).isEmpty()), dialect.id());
        }
    }

    private static List<Double> values(Dialect dialect, String name) {
        return dialect.metrics("class-incremental").stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst().orElseThrow().values().apply(record());
    }

    private static String cell(String name, int decimals, List<Double> values) {
        String text = values.stream()
                .map(value -> String.format(Locale.ROOT, "%." + decimals + "f", value))
                .collect(Collectors.joining(", "));
        return "`" + name + "` " + (values.size() == 1 ? text : "[" + text + "]");
    }

    private static RunRecord record() {
        List<AccuracyRow> rows = new ArrayList<>();
        for (int i = 0; i < N.length; i++) {
            rows.add(row(0, i, .1));
            for (int t = 0; t < R.length; t++) {
                rows.add(row(t + 1, i, R[t][i]));
            }
        }
        RunInfo info = Examples.info("b", Examples.PROTOCOL, "er", 1, Map.of());
        return Examples.record(info, rows, List.of());
    }

    private static AccuracyRow row(int trained, int task, double accuracy) {
        int correct = (int) Math.round(accuracy * N[task]);
        assertEquals((double) correct / N[task], accuracy, 1e-12);
        return new AccuracyRow(trained, task + 1, N[task], correct, correct);
    }

    private static String shown(String name) throws IOException {
        String page = Files.readString(Path.of("../docs/metrics.md"));
        String begin = "<!-- " + name + " -->";
        return page.substring(page.indexOf(begin) + begin.length(), page.indexOf("<!-- end of " + name + " -->")).strip();
    }
}
