package org.palimpsest.results.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.results.board.Summary;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;

/** The charts of a leaderboard's own numbers, which need no records. */
final class BoardFigures {
    private static final List<Cost> COSTS = List.of(
            new Cost("train_seconds", "training time in s", entry -> entry.mean("train_seconds")),
            new Cost("flops", "floating-point operations of training", entry -> {
                OptionalDouble backward = entry.mean("backward_flops");
                return entry.mean("forward_flops").stream().filter(f -> backward.isPresent()).map(f -> f + backward.getAsDouble()).findFirst();
            }),
            new Cost("memory_bytes", "memory beside the weights in bytes", entry -> entry.mean("memory_bytes")),
            new Cost("updates", "updates", entry -> entry.mean("updates")),
            new Cost("examples", "examples trained on", entry -> entry.mean("examples")),
            new Cost("peak_resident_bytes", "largest resident memory in bytes", entry -> entry.mean("peak_resident_bytes")));

    private final List<Entry> entries;
    private final Measure measure;
    private final Optional<MetricColumn> ranked;

    /**
     * The charts of some rows.
     *
     * @param rankedBy column that decides the rank; empty if none does
     */
    BoardFigures(List<Entry> entries, Measure measure, Optional<String> rankedBy, Metrics metrics) {
        this.entries = entries;
        this.measure = measure;
        this.ranked = rankedBy.flatMap(metrics::column);
    }

    private record Cost(String id, String name, Function<Entry, OptionalDouble> value) {}

    /** Those for which there are data. */
    Stream<Figure> all() {
        return Stream.of(ranking(), costFront(), plane()).flatMap(Optional::stream);
    }

    private double factor(String unit) {
        return unit.equals(Measure.FRACTION) ? 100 : 1;
    }

    private static String shown(String unit) {
        return unit.equals(Measure.FRACTION) ? "%" : unit;
    }

    private static String name(MetricColumn column) {
        return column.measure().label() + ", " + column.metric().id();
    }

    private Optional<Figure> ranking() {
        return ranked.map(column -> {
            double factor = factor(column.unit());
            List<Object> rows = new ArrayList<>();
            for (int m = 0; m < entries.size(); m++) {
                Entry entry = entries.get(m);
                Summary summary = entry.metrics().get(column.id());
                if (summary != null) {
                    List<Object> seeds = new ArrayList<>();
                    entry.scores().forEach((seed, score) -> seeds.add(List.of(seed, Values.of(score * factor))));
                    rows.add(Values.map("m", m, "mean", Values.of(summary.mean() * factor), "low", low(summary, factor), "high", high(summary, factor),
                            "seeds", seeds));
                }
            }
            return rows.isEmpty() ? null : new Figure(Chart.RANKING, winner(column), Values.map("name", name(column), "unit", shown(column.unit()), "rows", rows));
        });
    }

    private String winner(MetricColumn column) {
        List<String> first = entries.stream().filter(entry -> entry.rank().orElse(0) == 1).map(Entry::label).toList();
        return first.isEmpty() ? "" : "First is " + String.join(" and ", first) + " (" + column.metric().direction().id() + " is better).";
    }

    private static Double low(Summary summary, double factor) {
        return summary.n() < Summary.FEWEST ? null : Values.of(summary.low(), factor);
    }

    private static Double high(Summary summary, double factor) {
        return summary.n() < Summary.FEWEST ? null : Values.of(summary.high(), factor);
    }

    private Optional<Figure> costFront() {
        List<Cost> told = COSTS.stream().filter(cost -> entries.stream().mapToDouble(e -> cost.value.apply(e).orElse(0)).distinct().count() > 1).toList();
        if (ranked.isEmpty() || told.isEmpty()) {
            return Optional.empty();
        }
        MetricColumn column = ranked.get();
        double factor = factor(column.unit());
        List<Object> points = new ArrayList<>();
        for (int m = 0; m < entries.size(); m++) {
            Entry entry = entries.get(m);
            Summary summary = entry.metrics().get(column.id());
            if (summary != null) {
                points.add(Values.map("m", m, "y", Values.of(summary.mean() * factor), "low", low(summary, factor), "high", high(summary, factor),
                        "cost", told.stream().map(cost -> Optional.ofNullable(Values.of(cost.value.apply(entry), 1))).toList()));
            }
        }
        List<Object> costs = new ArrayList<>();
        told.forEach(cost -> costs.add(Values.map("id", cost.id, "name", cost.name, "front", front(column, cost))));
        return points.size() < 2 ? Optional.empty() : Optional.of(new Figure(Chart.COST_FRONT, "", Values.map(
                "name", name(column), "unit", shown(column.unit()), "lower", column.metric().direction() == Direction.LOWER, "costs", costs, "points", points)));
    }

    /** The places of the rows, bounds left out, that no other one beats in cost and score, by cost. */
    private List<Integer> front(MetricColumn column, Cost cost) {
        int sign = column.metric().direction() == Direction.LOWER ? -1 : 1;
        List<Integer> byCost = IntStream.range(0, entries.size()).boxed()
                .filter(m -> !entries.get(m).bound() && entries.get(m).mean(column.id()).isPresent() && cost.value.apply(entries.get(m)).isPresent())
                .sorted(Comparator.<Integer>comparingDouble(m -> cost.value.apply(entries.get(m)).getAsDouble())
                        .thenComparing(m -> -sign * entries.get(m).mean(column.id()).getAsDouble()))
                .toList();
        List<Integer> front = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (int m : byCost) {
            double score = sign * entries.get(m).mean(column.id()).getAsDouble();
            if (score > best) {
                front.add(m);
                best = score;
            }
        }
        return front;
    }

    private Optional<Figure> plane() {
        String learning = measure.column("accuracy.learning");
        String forgetting = measure.column("forgetting.max");
        double factor = factor(measure.unit());
        List<Object> points = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (int m = 0; m < entries.size(); m++) {
            Map<String, Summary> metrics = entries.get(m).metrics();
            Summary x = metrics.get(learning);
            Summary y = metrics.get(forgetting);
            if (x != null && y != null) {
                points.add(Values.map("m", m, "x", Values.of(x.mean() * factor), "xLow", low(x, factor), "xHigh", high(x, factor),
                        "y", Values.of(y.mean() * factor), "yLow", low(y, factor), "yHigh", high(y, factor)));
            } else {
                without.add(entries.get(m).label());
            }
        }
        String unit = measure.isAccuracy() ? " in %" : "";
        return points.size() < 2 ? Optional.empty() : Optional.of(new Figure(Chart.STABILITY_PLASTICITY,
                without.isEmpty() ? "" : "Without values of both: " + String.join(", ", without) + ".",
                Values.map("name", measure.label(), "unit", Learned.unit(measure), "xName", measure.label() + ", just after learning" + unit, "yName",
                        "forgetting" + unit, "points", points)));
    }
}
