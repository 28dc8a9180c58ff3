package org.palimpsest.results.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.results.board.Summary;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.view.CostAxis;
import org.palimpsest.results.view.ParetoFront;

/** The charts of a leaderboard's own numbers, which need no records. */
final class BoardFigures {
    private static final List<Cost> COSTS = List.of(
            new Cost("seconds", "training time in s"),
            new Cost("flops", "floating-point operations of training"),
            new Cost("bytes", "memory beside the weights in bytes"),
            new Cost("updates", "updates"),
            new Cost("examples", "examples trained on"),
            new Cost("peak_resident_bytes", "largest resident memory in bytes"));

    private final List<Entry> entries;
    private final Measure measure;
    private final Optional<MetricColumn> ranked;

    /**
     * The charts of some rows.
     *
     * @param ranked column that decides the rank; empty if none does
     */
    BoardFigures(List<Entry> entries, Measure measure, Optional<MetricColumn> ranked) {
        this.entries = entries;
        this.measure = measure;
        this.ranked = ranked;
    }

    /**
     * A cost in the chart of costs.
     *
     * @param id that of its {@link CostAxis}
     * @param name what stands at the axis
     */
    private record Cost(String id, String name) {
        OptionalDouble of(Entry entry) {
            return CostAxis.find(id).orElseThrow().mean(entry.standing());
        }
    }

    /** The ids of the costs. */
    static List<String> costs() {
        return COSTS.stream().map(Cost::id).toList();
    }

    /** The ids of the costs that a chart of costs has. */
    static List<String> costs(Figure figure) {
        return ((List<?>) figure.data().get("costs")).stream().map(cost -> (String) ((Map<?, ?>) cost).get("id")).toList();
    }

    /** Those for which there are data. */
    Stream<Figure> all() {
        return Stream.of(ranking(), costFront(), plane()).flatMap(Optional::stream);
    }

    private static double factor(String unit) {
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
                Summary summary = entry.summary(column.id()).orElse(null);
                if (summary != null) {
                    List<Object> seeds = new ArrayList<>();
                    entry.scores().forEach((seed, score) -> seeds.add(List.of(seed, Values.of(score * factor))));
                    rows.add(Values.map("m", m, "mean", Values.of(summary.mean() * factor), "low", low(summary, factor), "high", high(summary, factor),
                            "seeds", seeds));
                }
            }
            return rows.isEmpty() ? null : new Figure(Chart.RANKING, winner(column),
                    Values.map("name", name(column), "unit", shown(column.unit()), "rows", rows));
        });
    }

    private String winner(MetricColumn column) {
        List<String> first = entries.stream().filter(entry -> entry.row().rank().orElse(0) == 1).map(Entry::label).toList();
        String better = column.metric().direction() == Direction.LOWER ? "Less is better" : "More is better";
        return first.isEmpty() ? better + "." : better + (first.size() == 1 ? ", and first is " : "; the first, which cannot be told apart, are ")
                + String.join(", ", first) + ".";
    }

    private static Double low(Summary summary, double factor) {
        return summary.n() < Summary.FEWEST ? null : Values.of(summary.low(), factor);
    }

    private static Double high(Summary summary, double factor) {
        return summary.n() < Summary.FEWEST ? null : Values.of(summary.high(), factor);
    }

    private Optional<Figure> costFront() {
        List<Cost> told = COSTS.stream().filter(cost -> entries.stream().mapToDouble(e -> cost.of(e).orElse(0)).distinct().count() > 1).toList();
        if (ranked.isEmpty() || told.isEmpty()) {
            return Optional.empty();
        }
        MetricColumn column = ranked.get();
        double factor = factor(column.unit());
        List<Object> points = new ArrayList<>();
        for (int m = 0; m < entries.size(); m++) {
            Entry entry = entries.get(m);
            Summary summary = entry.summary(column.id()).orElse(null);
            if (summary != null) {
                points.add(Values.map("m", m, "y", Values.of(summary.mean() * factor), "low", low(summary, factor), "high", high(summary, factor),
                        "cost", told.stream().map(cost -> Optional.ofNullable(Values.of(cost.of(entry), 1))).toList()));
            }
        }
        List<Object> costs = new ArrayList<>();
        List<String> fronts = new ArrayList<>();
        for (Cost cost : told) {
            List<Integer> front = front(column, cost);
            costs.add(Values.map("id", cost.id, "name", cost.name, "front", front));
            fronts.add("by " + cost.name + " " + front.stream().map(m -> entries.get(m).label()).collect(Collectors.joining(", ")));
        }
        return points.size() < 2 ? Optional.empty() : Optional.of(new Figure(Chart.COST_FRONT, "The front " + String.join("; ", fronts) + ".", Values.map(
                "name", name(column), "unit", shown(column.unit()), "costs", costs, "points", points)));
    }

    /** The places of the rows on the front, by cost; bounds are left out. */
    private List<Integer> front(MetricColumn column, Cost cost) {
        int sign = column.metric().direction() == Direction.LOWER ? -1 : 1;
        int[] compared = IntStream.range(0, entries.size()).filter(m -> !entries.get(m).row().bound()
                && entries.get(m).mean(column.id()).isPresent() && cost.of(entries.get(m)).isPresent()).toArray();
        double[] costs = Arrays.stream(compared).mapToDouble(m -> cost.of(entries.get(m)).getAsDouble()).toArray();
        double[] values = Arrays.stream(compared).mapToDouble(m -> sign * entries.get(m).mean(column.id()).getAsDouble()).toArray();
        boolean[] front = ParetoFront.of(costs, values);
        return IntStream.range(0, compared.length).filter(i -> front[i]).boxed().sorted(Comparator.comparingDouble(i -> costs[i]))
                .map(i -> compared[i]).toList();
    }

    private Optional<Figure> plane() {
        String learning = measure.column("accuracy.learning");
        String forgetting = measure.column("forgetting.max");
        double factor = factor(measure.unit());
        List<Object> points = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (int m = 0; m < entries.size(); m++) {
            Summary x = entries.get(m).summary(learning).orElse(null);
            Summary y = entries.get(m).summary(forgetting).orElse(null);
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
