package org.palimpsest.results.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.palimpsest.results.metric.MetricContext;
import org.palimpsest.results.metric.ProbeCurves;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.TaskInfo;

/** The charts of the scores inside tasks. */
final class StepFigures {
    /** Points of a curve that are drawn of one task, at most, and of all together. */
    private static final int MOST_OF_TASK = 40;
    private static final int MOST = 400;

    private final Learned learned;

    StepFigures(Learned learned) {
        this.learned = learned;
    }

    /** Those for which there are data. */
    Stream<Figure> all(String scenario) {
        return Stream.of(scenario.equals("control") ? returns() : anytime()).flatMap(Optional::stream);
    }

    /** The curve of a run: step to value of each task. */
    private interface Drawing extends Function<MetricContext, SortedMap<Integer, SortedMap<Long, Double>>> {}

    private Optional<Figure> anytime() {
        List<Row> rows = rows(StepFigures::overSeen);
        boolean alike = rows.stream().map(row -> row.lengths).distinct().count() < 2;
        Axis axis = alike && !rows.isEmpty() ? Axis.steps(rows.get(0).lengths, "updates") : Axis.tasks(learned.tasks());
        List<Map<String, Object>> lines = rows.stream().flatMap(row -> row.line(axis, learned.factor()).stream()).toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Figure(Chart.ANYTIME,
                alike ? "" : "Methods make different numbers of updates, so each task is as long as any other.", Values.map(
                "name", learned.measure().label() + ", mean over the tasks seen", "unit", learned.unit(), "xName", axis.name, "switches", axis.switches(),
                "panels", List.of(Values.map("title", "", "x", List.of(0, axis.end()), "series", lines)))));
    }

    private static SortedMap<Integer, SortedMap<Long, Double>> overSeen(MetricContext context) {
        SortedMap<Integer, SortedMap<Long, Double>> curve = new TreeMap<>();
        ProbeCurves probes = context.curves();
        for (int t = 1; t <= context.tasks(); t++) {
            Set<Long> steps = new TreeSet<>(probes.curve(t, t).keySet());
            for (int i = 1; i < t; i++) {
                steps.retainAll(probes.curve(t, i).keySet());
            }
            for (long step : steps) {
                double sum = 0;
                for (int i = 1; i <= t; i++) {
                    sum += probes.curve(t, i).get(step);
                }
                curve.computeIfAbsent(t, task -> new TreeMap<>()).put(step, sum / t);
            }
        }
        return curve;
    }

    private Optional<Figure> returns() {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        environments().forEach((name, visits) -> rows.put(name, rows(context -> inEnvironment(context, visits))));
        long[] lengths = rows.values().stream().flatMap(List::stream).map(row -> row.lengths.stream().mapToLong(Long::longValue).toArray())
                .reduce(new long[learned.tasks()], (a, b) -> {
                    Arrays.setAll(a, t -> Math.max(a[t], b[t]));
                    return a;
                });
        Axis axis = Axis.steps(LongStream.of(lengths).boxed().toList(), "steps");
        List<Object> panels = new ArrayList<>();
        rows.forEach((name, ofName) -> {
            List<Map<String, Object>> lines = ofName.stream().flatMap(row -> row.line(axis, learned.factor()).stream()).toList();
            if (!lines.isEmpty()) {
                panels.add(Values.map("title", name, "x", List.of(0, axis.end()), "series", lines));
            }
        });
        return panels.isEmpty() ? Optional.empty() : Optional.of(new Figure(Chart.RETURNS, "", Values.map("name", learned.measure().label(),
                "unit", learned.unit(), "xName", axis.name, "panelName", "environment", "switches", axis.switches(), "panels", panels)));
    }

    /** Probes, or where there are none the episodes of training itself. */
    private static SortedMap<Integer, SortedMap<Long, Double>> inEnvironment(MetricContext context, List<Integer> visits) {
        SortedMap<Integer, SortedMap<Long, Double>> curve = new TreeMap<>();
        int first = visits.get(0);
        for (int t = 1; t <= context.tasks(); t++) {
            SortedMap<Long, Double> probes = context.curves().curve(t, visits.contains(t) ? t : first);
            SortedMap<Long, Double> points = probes.isEmpty() && visits.contains(t) ? context.training().curve(t, t) : probes;
            if (!points.isEmpty()) {
                curve.put(t, points);
            }
        }
        return curve;
    }

    /** Each environment and the tasks that visit it. */
    private Map<String, List<Integer>> environments() {
        Map<String, List<Integer>> environments = new LinkedHashMap<>();
        Optional<RunInfo> run = learned.info();
        for (int t = 1; t <= learned.tasks(); t++) {
            int task = t;
            String name = run.flatMap(info -> info.stream().task(task)).map(TaskInfo::name).orElse("task " + t);
            environments.computeIfAbsent(name, n -> new ArrayList<>()).add(t);
        }
        return environments;
    }

    private List<Row> rows(Drawing drawing) {
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < learned.rows().size(); m++) {
            List<SortedMap<Integer, SortedMap<Long, Double>>> seeds = learned.rows().get(m).stream()
                    .map(run -> drawing.apply(MetricContext.of(run, learned.measure()))).toList();
            if (seeds.stream().anyMatch(seed -> !seed.isEmpty())) {
                List<Long> lengths = LongStream.rangeClosed(1, learned.tasks()).mapToObj(t -> seeds.stream().map(seed -> seed.get((int) t))
                        .mapToLong(points -> points == null ? 0 : points.lastKey()).max().orElse(0)).toList();
                rows.add(new Row(m, seeds, lengths));
            }
        }
        return rows;
    }

    /**
     * What stands below the curves.
     *
     * @param ends where each task ends
     * @param bySteps whether steps are told, and not tasks
     */
    private record Axis(String name, List<Long> ends, boolean bySteps) {
        static Axis steps(List<Long> lengths, String name) {
            long[] sum = lengths.stream().mapToLong(Long::longValue).toArray();
            Arrays.parallelPrefix(sum, Long::sum);
            return new Axis(name, LongStream.of(sum).boxed().toList(), true);
        }

        static Axis tasks(int tasks) {
            return new Axis("tasks", LongStream.rangeClosed(1, tasks).boxed().toList(), false);
        }

        long end() {
            return ends.isEmpty() ? 0 : ends.get(ends.size() - 1);
        }

        List<Long> switches() {
            return ends.isEmpty() ? ends : ends.subList(0, ends.size() - 1);
        }

        double place(int task, long step, long length) {
            long before = task == 1 ? 0 : ends.get(task - 2);
            return bySteps ? before + step : before + (double) step / length;
        }
    }

    /**
     * The curves of a row.
     *
     * @param seeds of each seed the curve
     * @param lengths steps of each task, those of the seed that has most
     */
    private record Row(int m, List<SortedMap<Integer, SortedMap<Long, Double>>> seeds, List<Long> lengths) {
        /** Over the places that all seeds have; the last one of a task is its end, after however many steps. */
        Optional<Map<String, Object>> line(Axis axis, double factor) {
            List<Double> xs = new ArrayList<>();
            List<Band> bands = new ArrayList<>();
            int most = Math.min(MOST_OF_TASK, Math.max(4, MOST / lengths.size()));
            for (int t = 1; t <= lengths.size(); t++) {
                long length = lengths.get(t - 1);
                int task = t;
                List<SortedMap<Long, Double>> points = seeds.stream().map(seed -> ended(seed.getOrDefault(task, new TreeMap<>()), length)).toList();
                Set<Long> common = new TreeSet<>(points.get(0).keySet());
                points.forEach(seed -> common.retainAll(seed.keySet()));
                if (!common.isEmpty()) {
                    Band all = Band.of(points.stream().map(seed -> common.stream().mapToDouble(seed::get).toArray()).toList(), Band.Kind.RANGE);
                    int[] kept = Thinning.keep(all.mean(), most);
                    long[] steps = common.stream().mapToLong(Long::longValue).toArray();
                    Arrays.stream(kept).forEach(place -> xs.add(axis.place(task, steps[place], length)));
                    bands.add(all.at(kept));
                }
            }
            if (xs.size() < 2) {
                return Optional.empty();
            }
            Map<String, Object> line = Learned.line(m, joined(bands), factor);
            line.put("x", Values.of(xs.stream().mapToDouble(Double::doubleValue).toArray(), 1));
            return Optional.of(line);
        }

        private static SortedMap<Long, Double> ended(SortedMap<Long, Double> points, long length) {
            SortedMap<Long, Double> ended = new TreeMap<>(points);
            if (!ended.isEmpty()) {
                ended.put(length, ended.remove(ended.lastKey()));
            }
            return ended;
        }

        private static Band joined(List<Band> bands) {
            return new Band(bands.stream().flatMapToDouble(band -> Arrays.stream(band.mean())).toArray(),
                    bands.stream().flatMapToDouble(band -> Arrays.stream(band.low())).toArray(),
                    bands.stream().flatMapToDouble(band -> Arrays.stream(band.high())).toArray());
        }
    }
}
