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

    /** A curve over a stretch of the stream: place to value, the places being (task, step). */
    private static final class Course {
        private final TreeMap<Integer, TreeMap<Long, Double>> tasks = new TreeMap<>();

        void put(int task, long step, double value) {
            tasks.computeIfAbsent(task, t -> new TreeMap<>()).put(step, value);
        }
    }

    /** What a run has of a curve. */
    private interface Drawing {
        Course of(MetricContext context);
    }

    private Optional<Figure> anytime() {
        Map<Integer, Long> lengths = lengths();
        List<Map<String, Object>> lines = lines(StepFigures::overSeen, lengths);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Figure(Chart.ANYTIME, "", Values.map(
                "name", learned.measure().label() + ", mean over the tasks seen", "unit", learned.unit(), "xName", "updates", "switches", switches(lengths),
                "panels", List.of(Values.map("title", "", "x", List.of(0, total(lengths)), "series", lines)))));
    }

    private static Course overSeen(MetricContext context) {
        Course course = new Course();
        ProbeCurves curves = context.curves();
        for (int t = 1; t <= context.tasks(); t++) {
            Set<Long> steps = new TreeSet<>(curves.curve(t, t).keySet());
            for (int i = 1; i < t; i++) {
                steps.retainAll(curves.curve(t, i).keySet());
            }
            for (long step : steps) {
                double sum = 0;
                for (int i = 1; i <= t; i++) {
                    sum += curves.curve(t, i).get(step);
                }
                course.put(t, step, sum / t);
            }
        }
        return course;
    }

    private Optional<Figure> returns() {
        Map<Integer, Long> lengths = lengths();
        List<Object> panels = new ArrayList<>();
        environments().forEach((name, visits) -> {
            List<Map<String, Object>> lines = lines(context -> inEnvironment(context, visits), lengths);
            if (!lines.isEmpty()) {
                panels.add(Values.map("title", name, "x", List.of(0, total(lengths)), "series", lines));
            }
        });
        return panels.isEmpty() ? Optional.empty() : Optional.of(new Figure(Chart.RETURNS, "", Values.map("name", learned.measure().label(),
                "unit", learned.unit(), "xName", "steps", "panelName", "environment", "switches", switches(lengths), "panels", panels)));
    }

    /** Probes, or where there are none the episodes of training itself. */
    private static Course inEnvironment(MetricContext context, List<Integer> visits) {
        Course course = new Course();
        int first = visits.get(0);
        for (int t = 1; t <= context.tasks(); t++) {
            SortedMap<Long, Double> probes = context.curves().curve(t, visits.contains(t) ? t : first);
            int task = t;
            (probes.isEmpty() && visits.contains(t) ? context.training().curve(t, t) : probes).forEach((step, value) -> course.put(task, step, value));
        }
        return course;
    }

    /** Each environment and the tasks that visit it. */
    private Map<String, List<Integer>> environments() {
        Map<String, List<Integer>> environments = new LinkedHashMap<>();
        Optional<RunInfo> run = learned.infos();
        for (int t = 1; t <= learned.tasks(); t++) {
            int task = t;
            String name = run.flatMap(info -> info.stream().task(task)).map(TaskInfo::name).orElse("task " + t);
            environments.computeIfAbsent(name, n -> new ArrayList<>()).add(t);
        }
        return environments;
    }

    /** The steps of each task: as many as any run has made. */
    private Map<Integer, Long> lengths() {
        Map<Integer, Long> lengths = new TreeMap<>();
        learned.rows().stream().flatMap(List::stream).forEach(run -> {
            MetricContext context = MetricContext.of(run, learned.measure());
            for (int t = 1; t <= context.tasks(); t++) {
                double steps = Math.max(context.curves().steps(t).orElse(0), context.training().steps(t).orElse(0));
                lengths.merge(t, (long) steps, Math::max);
            }
        });
        return lengths;
    }

    private static long total(Map<Integer, Long> lengths) {
        return lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<Long> switches(Map<Integer, Long> lengths) {
        List<Long> switches = new ArrayList<>();
        long sum = 0;
        for (long length : lengths.values()) {
            sum += length;
            switches.add(sum);
        }
        return switches.isEmpty() ? switches : switches.subList(0, switches.size() - 1);
    }

    private List<Map<String, Object>> lines(Drawing drawing, Map<Integer, Long> lengths) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int m = 0; m < learned.rows().size(); m++) {
            List<Course> courses = learned.rows().get(m).stream().map(run -> drawing.of(MetricContext.of(run, learned.measure()))).toList();
            if (!courses.isEmpty()) {
                line(m, courses, lengths).ifPresent(lines::add);
            }
        }
        return lines;
    }

    /** The line of a row, over the places that all its seeds have. */
    private Optional<Map<String, Object>> line(int m, List<Course> courses, Map<Integer, Long> lengths) {
        List<Double> xs = new ArrayList<>();
        List<Band> bands = new ArrayList<>();
        int most = Math.min(MOST_OF_TASK, Math.max(4, MOST / Math.max(1, lengths.size())));
        long before = 0;
        for (Map.Entry<Integer, Long> task : lengths.entrySet()) {
            List<TreeMap<Long, Double>> ofSeeds = courses.stream().map(course -> course.tasks.getOrDefault(task.getKey(), new TreeMap<>())).toList();
            Set<Long> common = new TreeSet<>(ofSeeds.get(0).keySet());
            ofSeeds.forEach(seed -> common.retainAll(seed.keySet()));
            if (!common.isEmpty()) {
                Band all = Band.of(ofSeeds.stream().map(seed -> common.stream().mapToDouble(seed::get).toArray()).toList(), Band.Kind.RANGE);
                int[] kept = Thinning.keep(all.mean(), most);
                long[] steps = common.stream().mapToLong(Long::longValue).toArray();
                for (int place : kept) {
                    xs.add((double) before + steps[place]);
                }
                bands.add(all.at(kept));
            }
            before += task.getValue();
        }
        if (xs.size() < 2) {
            return Optional.empty();
        }
        Map<String, Object> line = Learned.line(m, joined(bands), learned.factor());
        line.put("x", Values.of(xs.stream().mapToDouble(Double::doubleValue).toArray(), 1));
        return Optional.of(line);
    }

    private static Band joined(List<Band> bands) {
        return new Band(bands.stream().flatMapToDouble(band -> Arrays.stream(band.mean())).toArray(),
                bands.stream().flatMapToDouble(band -> Arrays.stream(band.low())).toArray(),
                bands.stream().flatMapToDouble(band -> Arrays.stream(band.high())).toArray());
    }
}
