package org.palimpsest.results.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.RunRecord;

/** The chart of what gauges have read. */
final class GaugeFigures {
    private static final int MOST_TASKS = 120;

    private GaugeFigures() {}

    /** A panel for each gauge, if any was read. */
    static Optional<Figure> of(Learned learned) {
        TreeSet<String> gauges = learned.rows().stream().flatMap(List::stream).flatMap(run -> run.rows(GaugeRow.TABLE).stream())
                .map(GaugeRow::gauge).collect(Collectors.toCollection(TreeSet::new));
        int[] tasks = TaskFigures.every(0, learned.tasks(), MOST_TASKS);
        List<Object> panels = new ArrayList<>();
        for (String gauge : gauges) {
            List<Map<String, Object>> lines = new ArrayList<>();
            for (int m = 0; m < learned.rows().size(); m++) {
                List<double[]> curves = learned.rows().get(m).stream().map(run -> readings(run, gauge, tasks)).toList();
                if (!curves.isEmpty()) {
                    Band band = Band.of(curves, Band.Kind.INTERVAL);
                    if (!band.isEmpty()) {
                        lines.add(Learned.line(m, band, 1));
                    }
                }
            }
            if (!lines.isEmpty()) {
                panels.add(Values.map("title", gauge, "name", " ", "x", Arrays.stream(tasks).boxed().toList(), "series", lines));
            }
        }
        return panels.isEmpty() ? Optional.empty() : Optional.of(new Figure(Chart.GAUGES, "", Values.map(
                "name", "reading", "unit", "", "xName", "tasks learned", "panelName", "gauge", "free", true, "panels", panels)));
    }

    /** The last reading of each task: that of the network, or the mean over its layers. */
    private static double[] readings(RunRecord run, String gauge, int[] tasks) {
        TreeMap<Integer, List<GaugeRow>> last = new TreeMap<>();
        for (GaugeRow row : run.rows(GaugeRow.TABLE)) {
            if (row.gauge().equals(gauge)) {
                List<GaugeRow> rows = last.computeIfAbsent(row.task(), task -> new ArrayList<>());
                rows.removeIf(other -> other.step() < row.step());
                if (rows.isEmpty() || rows.get(0).step() == row.step()) {
                    rows.add(row);
                }
            }
        }
        return Arrays.stream(tasks).mapToDouble(task -> reading(last.getOrDefault(task, List.of()))).toArray();
    }

    private static double reading(List<GaugeRow> rows) {
        return rows.stream().filter(row -> row.layer().isEmpty()).mapToDouble(GaugeRow::value).findFirst()
                .orElseGet(() -> rows.stream().mapToDouble(GaugeRow::value).average().orElse(Double.NaN));
    }
}
