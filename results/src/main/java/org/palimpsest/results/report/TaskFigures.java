package org.palimpsest.results.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.results.metric.AccuracyMatrix;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricContext;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.metric.Range;
import org.palimpsest.results.record.RunRecord;

/** The charts of the scores after tasks. */
final class TaskFigures {
    /** More tasks than these are thinned, in curves and in matrices. */
    private static final int MOST_TASKS = 120;
    private static final int MOST_CELLS = 50;

    private final Learned learned;

    TaskFigures(Learned learned) {
        this.learned = learned;
    }

    /** Those for which there are data. */
    Stream<Figure> all(String scenario, Metrics metrics) {
        boolean few = scenario.equals("few-shot");
        Stream<Optional<Figure>> figures = Stream.of(
                few ? sessions() : overTasks(Chart.ACCURACY, "mean over the tasks seen", 1, TaskFigures::seen),
                overTasks(Chart.FORGETTING, "forgetting", 2, TaskFigures::forgotten),
                overTasks(Chart.LEARNING, "task just learned", 1, (matrix, t) -> matrix.get(t, t)),
                matrix(),
                scenario.equals("instruction") ? taskMetrics(metrics) : Optional.empty());
        return figures.flatMap(Optional::stream);
    }

    /** What there is of a matrix after a task. */
    private interface After {
        OptionalDouble value(AccuracyMatrix matrix, int t);
    }

    private static OptionalDouble seen(AccuracyMatrix matrix, int t) {
        return new Range(1, t).mean(i -> matrix.get(t, i));
    }

    private static OptionalDouble forgotten(AccuracyMatrix matrix, int t) {
        return new Range(1, t - 1).mean(i -> Range.difference(new Range(i, t).max(l -> matrix.get(l, i)), matrix.get(t, i)));
    }

    private Optional<Figure> overTasks(Chart chart, String name, int first, After after) {
        if (learned.tasks() < 2) {
            return Optional.empty();
        }
        int[] kept = kept(first);
        List<Map<String, Object>> lines = learned.lines(Band.Kind.INTERVAL, curve(kept, after));
        if (lines.stream().noneMatch(TaskFigures::isCurve)) {
            return Optional.empty();
        }
        return Optional.of(new Figure(chart, thinned(kept.length, first), Values.map(
                "name", learned.measure().label() + ", " + name, "unit", learned.unit(), "xName", "tasks learned",
                "panels", List.of(Values.map("title", "", "x", Arrays.stream(kept).boxed().toList(), "series", lines)))));
    }

    /** Tasks that are shown, the last of each stretch; all of them unless there are many. */
    private int[] kept(int first) {
        return every(first, learned.tasks(), MOST_TASKS);
    }

    private String thinned(int kept, int first) {
        return kept == learned.tasks() - first + 1 ? "" : "Of " + learned.tasks() + " tasks " + kept + " are shown.";
    }

    static int[] every(int first, int last, int most) {
        int all = last - first + 1;
        int shown = Math.min(all, most);
        return IntStream.rangeClosed(1, shown).map(k -> first - 1 + (int) ((long) all * k / shown)).toArray();
    }

    private static boolean isCurve(Map<String, Object> line) {
        return ((List<?>) line.get("y")).stream().filter(value -> value != null).count() > 1;
    }

    private static Function<MetricContext, double[]> curve(int[] tasks, After after) {
        return context -> Arrays.stream(tasks).mapToDouble(t -> t > context.tasks() ? Double.NaN : after.value(context.matrix(), t).orElse(Double.NaN))
                .toArray();
    }

    private Optional<Figure> sessions() {
        int tasks = learned.tasks();
        int[] kept = kept(1);
        List<Object> panels = new ArrayList<>();
        session(panels, "all classes", kept, (matrix, t) -> matrix.pooled(t, 1, t));
        session(panels, "base session", kept, (matrix, t) -> matrix.pooled(t, 1, 1));
        session(panels, "later sessions", kept, (matrix, t) -> matrix.pooled(t, 2, t));
        return tasks < 2 || panels.isEmpty() ? Optional.empty() : Optional.of(new Figure(Chart.SESSIONS, thinned(kept.length, 1), Values.map(
                "name", learned.measure().label(), "unit", learned.unit(), "xName", "sessions", "panelName", "classes", "panels", panels)));
    }

    private void session(List<Object> panels, String title, int[] kept, After after) {
        List<Map<String, Object>> lines = learned.lines(Band.Kind.INTERVAL, curve(kept, after));
        if (!lines.isEmpty()) {
            panels.add(Values.map("title", title, "x", Arrays.stream(kept).boxed().toList(), "series", lines));
        }
    }

    private Optional<Figure> matrix() {
        if (learned.tasks() < 2) {
            return Optional.empty();
        }
        int[] shown = every(1, learned.tasks(), MOST_CELLS);
        List<Object> panels = new ArrayList<>();
        double most = 0;
        double least = 0;
        for (int m = 0; m < learned.rows().size(); m++) {
            double[] cells = cells(learned.rows().get(m), shown);
            if (Arrays.stream(cells).filter(cell -> !Double.isNaN(cell)).count() > shown.length) {
                panels.add(Values.map("m", m, "size", shown.length, "values", Values.of(cells, learned.factor())));
                most = Math.max(most, Arrays.stream(cells).filter(Double::isFinite).max().orElse(0));
                least = Math.min(least, Arrays.stream(cells).filter(Double::isFinite).min().orElse(0));
            }
        }
        boolean percent = learned.measure().isAccuracy();
        return panels.isEmpty() ? Optional.empty() : Optional.of(new Figure(Chart.MATRIX, thinned(shown.length, 1), Values.map(
                "name", learned.measure().label(), "unit", learned.unit(), "xName", "examined", "yName", "learned", "min", percent ? 0 : Values.of(least),
                "max", percent ? 100 : Values.of(most), "labels", Arrays.stream(shown).mapToObj(Integer::toString).toList(), "panels", panels)));
    }

    private double[] cells(List<RunRecord> runs, int[] shown) {
        double[] cells = new double[shown.length * shown.length];
        Arrays.fill(cells, Double.NaN);
        if (runs.isEmpty()) {
            return cells;
        }
        List<AccuracyMatrix> matrices = runs.stream().map(run -> AccuracyMatrix.of(run, learned.measure())).toList();
        for (int cell = 0; cell < cells.length; cell++) {
            int t = shown[cell / shown.length];
            int i = shown[cell % shown.length];
            cells[cell] = matrices.stream().allMatch(matrix -> t <= matrix.tasks() && i <= matrix.tasks())
                    ? matrices.stream().mapToDouble(matrix -> matrix.get(t, i).orElse(Double.NaN)).average().orElse(Double.NaN) : Double.NaN;
        }
        return cells;
    }

    private Optional<Figure> taskMetrics(Metrics metrics) {
        int tasks = learned.tasks();
        int[] all = IntStream.rangeClosed(1, tasks).toArray();
        List<Object> panels = new ArrayList<>();
        for (Measure measure : metrics.ranking("instruction")) {
            List<Map<String, Object>> lines = learned.lines(Band.Kind.INTERVAL, measure, curve(all, (matrix, i) -> matrix.get(tasks, i)));
            if (!lines.isEmpty()) {
                panels.add(Values.map("title", measure.label(), "x", Arrays.stream(all).boxed().toList(), "series", lines));
            }
        }
        List<String> named = Arrays.stream(all).mapToObj(learned::task).toList();
        boolean names = named.stream().anyMatch(name -> name.contains(" "));
        return panels.isEmpty() ? Optional.empty() : Optional.of(new Figure(Chart.TASK_METRICS, names ? "Tasks: " + String.join(", ", named) + "." : "",
                Values.map("name", "at the end", "unit", learned.unit(), "xName", "task", "panelName", "measure", "panels", panels)));
    }
}
