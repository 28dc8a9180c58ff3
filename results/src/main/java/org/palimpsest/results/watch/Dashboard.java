package org.palimpsest.results.watch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.board.Options;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.table.TextTable;

/**
 * A page that shows how far some runs are: a line for each method with its options, and its curve. Depends on nothing but what it is given.
 *
 * @param title what the runs are of
 * @param runs in the order in which they are shown
 */
public record Dashboard(String title, List<WatchedRun> runs) {
    /** Levels of curves where a terminal shows Unicode. */
    public static final String BLOCKS = "▁▂▃▄▅▆▇█";
    /** Levels of curves where it does not. */
    public static final String ASCII = "_.-=+*#@";

    private static final List<String> HEADER = List.of("method", "runs", "at work", "now");
    private static final int CURVE = 40;
    private static final int LEAST_CURVE = 8;
    private static final int MOST_NAMED = 2;

    /** Copies the runs. */
    public Dashboard {
        runs = List.copyOf(runs);
    }

    /** Whether all have come to their end. */
    public boolean isOver() {
        return runs.stream().allMatch(WatchedRun::isOver);
    }

    /**
     * The page.
     *
     * @param width characters that a line may have
     * @param height lines that there may be; rows that are done give way
     * @param levels characters of curves, the lowest first
     * @param colour whether the terminal shows colours
     */
    public List<String> lines(int width, int height, String levels, boolean colour) {
        List<String> lines = new ArrayList<>();
        lines.add(title + ": " + counts());
        Map<String, Map<String, List<WatchedRun>>> benchmarks = new LinkedHashMap<>();
        runs.forEach(run -> benchmarks.computeIfAbsent(run.id().benchmark(), name -> new LinkedHashMap<>())
                .computeIfAbsent(run.id().method() + " " + run.id().digest(), row -> new ArrayList<>()).add(run));
        int rows = Math.max(1, height - 1 - 2 * benchmarks.size());
        int all = benchmarks.values().stream().mapToInt(Map::size).sum();
        List<List<WatchedRun>> shown = benchmarks.values().stream().flatMap(map -> map.values().stream())
                .sorted(Comparator.comparing((List<WatchedRun> row) -> row.stream().noneMatch(WatchedRun::isBegun))
                        .thenComparing(row -> row.stream().allMatch(WatchedRun::isOver)))
                .limit(all <= rows ? all : rows - 1).toList();
        benchmarks.forEach((benchmark, ofBenchmark) -> {
            List<List<WatchedRun>> own = ofBenchmark.values().stream().filter(shown::contains).toList();
            if (!own.isEmpty()) {
                lines.addAll(table(benchmark, own, ofBenchmark.values(), width, levels, colour));
            }
        });
        if (shown.size() < all) {
            lines.add("... and " + (all - shown.size()) + " rows more");
        }
        return lines;
    }

    private String counts() {
        long over = runs.stream().filter(WatchedRun::isOver).count();
        long begun = runs.stream().filter(WatchedRun::isBegun).count();
        String bad = Stream.of(RunStatus.DIVERGED, RunStatus.FAILED).map(status -> told(runs.stream().filter(run -> run.is(status)).count(), status.id()))
                .collect(Collectors.joining());
        return over + " of " + runs.size() + " runs done" + bad + ", " + begun + " begun, " + (runs.size() - over - begun) + " to come";
    }

    private static String told(long count, String what) {
        return count == 0 ? "" : " (" + count + " " + what + ")";
    }

    private List<String> table(String benchmark, List<List<WatchedRun>> rows, Collection<List<WatchedRun>> all, int width, String levels, boolean colour) {
        Optional<Measure> measure = all.stream().flatMap(List::stream).flatMap(run -> run.measure().stream()).findFirst();
        Map<List<WatchedRun>, Curve> curves = new LinkedHashMap<>();
        all.forEach(row -> curves.put(row, Curve.mean(row.stream().flatMap(run -> run.curve().stream()).toList())));
        boolean accuracy = measure.map(Measure::isAccuracy).orElse(true);
        double low = accuracy ? 0 : extreme(curves, false);
        double high = accuracy ? 1 : extreme(curves, true);
        List<List<String>> cells = rows.stream().map(row -> List.of(name(row, all), done(row), now(row), value(curves.get(row), accuracy))).toList();
        int taken = 2 + Stream.of(0, 1, 2, 3).mapToInt(i -> 2 + Math.max(HEADER.get(i).length(), cells.stream().mapToInt(row -> row.get(i).length()).max()
                .orElse(0))).sum();
        int room = Math.max(LEAST_CURVE, Math.min(CURVE, width - taken));
        String what = measure.map(Measure::label).orElse("accuracy") + ", seen tasks, " + (accuracy ? "0 to 100 %" : "least to most");
        TextTable table = new TextTable(false, Set.of(0, 2, 4), Stream.concat(HEADER.stream(), Stream.of(what)).toList());
        for (int i = 0; i < rows.size(); i++) {
            List<String> drawn = List.of(curves.get(rows.get(i)).drawn(room, low, high, levels));
            table.row(TextTable.Style.PLAIN, Stream.concat(cells.get(i).stream(), drawn.stream()).toList());
        }
        List<String> text = table.toString().lines().toList();
        List<String> lines = new ArrayList<>(List.of(benchmark));
        for (int i = 0; i < text.size(); i++) {
            String line = "  " + text.get(i).substring(0, Math.min(text.get(i).length(), Math.max(1, width - 2)));
            lines.add((i == 0 ? TextTable.Style.HEADER : style(rows.get(i - 1))).apply(line, colour));
        }
        return lines;
    }

    private static double extreme(Map<List<WatchedRun>, Curve> curves, boolean most) {
        Stream<Double> values = curves.values().stream().flatMap(curve -> curve.points().values().stream());
        return (most ? values.max(Comparator.naturalOrder()) : values.min(Comparator.naturalOrder())).orElse(0.0);
    }

    private static String name(List<WatchedRun> row, Collection<List<WatchedRun>> all) {
        String method = row.get(0).id().method();
        List<Map<String, Object>> namesakes = all.stream().filter(other -> other.get(0).id().method().equals(method)).flatMap(Dashboard::options).toList();
        int own = options(row).findFirst().map(namesakes::indexOf).orElse(-1);
        String difference = own < 0 ? "" : Options.differences(namesakes).get(own);
        return difference.isEmpty() ? method : method + " (" + difference + ")";
    }

    private static Stream<Map<String, Object>> options(List<WatchedRun> row) {
        return row.stream().flatMap(run -> run.info().stream()).map(Dashboard::options).limit(1);
    }

    private static Map<String, Object> options(RunInfo info) {
        Map<String, Object> options = new TreeMap<>(info.methodOptions());
        info.training().forEach(options::putIfAbsent);
        return options;
    }

    private static String done(List<WatchedRun> row) {
        return row.stream().filter(WatchedRun::isOver).count() + "/" + row.size();
    }

    private static String now(List<WatchedRun> row) {
        List<String> begun = row.stream().filter(WatchedRun::isBegun).map(run -> "seed " + run.id().seed() + ": task "
                + Math.min(run.info().orElseThrow().tasksDone() + 1, run.info().orElseThrow().tasks()) + " of " + run.info().orElseThrow().tasks()).toList();
        return begun.size() <= MOST_NAMED ? String.join(", ", begun) : begun.get(0) + " and " + (begun.size() - 1) + " more";
    }

    private static String value(Curve curve, boolean accuracy) {
        OptionalDouble last = curve.last();
        return last.isEmpty() ? TextTable.MISSING : String.format(Locale.ROOT, "%.2f", (accuracy ? 100 : 1) * last.getAsDouble());
    }

    private static TextTable.Style style(List<WatchedRun> row) {
        return row.stream().anyMatch(run -> run.is(RunStatus.FAILED) || run.is(RunStatus.DIVERGED)) ? TextTable.Style.BAD : TextTable.Style.PLAIN;
    }
}
