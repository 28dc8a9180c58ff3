package org.palimpsest.results.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.board.LeaderboardRow;
import org.palimpsest.results.board.LeaderboardTable;
import org.palimpsest.results.board.Options;
import org.palimpsest.results.board.Places;
import org.palimpsest.results.board.Standing;
import org.palimpsest.results.board.Standings;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.InterquartileMean;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.PooledMetric;
import org.palimpsest.results.metric.StratifiedBootstrap;
import org.palimpsest.results.table.Cell;
import org.palimpsest.results.table.Sheet;
import org.palimpsest.results.table.TextTable;

/**
 * Methods over several benchmarks: {@code leaderboard --across}. The score of a run is what ranks its row; interquartile means and their intervals are over
 * all runs on all benchmarks, and a performance profile is the share of runs above a score (Agarwal et al., NeurIPS 2021).
 */
public final class AcrossView {
    private static final double PERCENT = 100;

    private final Standings standings;
    private final List<Double> thresholds;
    private final List<List<Standing>> tables;

    /**
     * A view of some rows.
     *
     * @param thresholds scores of the performance profile, shares where scores are
     * @throws IllegalArgumentException if the benchmarks are not ranked by numbers of one kind, of which more is better, or there are not two of them
     */
    public AcrossView(Standings standings, List<Double> thresholds) {
        this.standings = standings;
        this.thresholds = List.copyOf(thresholds);
        this.tables = List.copyOf(standings.tables());
        if (tables.size() < 2) {
            throw new IllegalArgumentException("there is one benchmark alone");
        }
        List<String> units = tables.stream().flatMap(table -> standings.rankedBy(table).stream()).map(AcrossView::kind).distinct().toList();
        if (units.size() != 1 || units.get(0).isEmpty()) {
            throw new IllegalArgumentException("the benchmarks are not ranked by numbers of one kind of which more is better: "
                    + tables.stream().map(table -> table.get(0).row().benchmark() + " by " + standings.rankedBy(table).map(MetricColumn::id).orElse("nothing"))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String kind(MetricColumn column) {
        return column.metric().direction() == Direction.HIGHER ? "[" + column.unit() + "]" : "";
    }

    /**
     * A method on the benchmarks that it was run on.
     *
     * @param label its name, with what sets it apart from others of that name on a benchmark
     * @param standings benchmark and protocol to row
     */
    private record Entrant(String label, Map<String, Standing> standings) {
        /** What the runs of a benchmark got, by seed. */
        Map<Long, Double> scores(String benchmark) {
            Standing standing = standings.get(benchmark);
            return standing.values(standing.row().rankedBy().orElseThrow());
        }

        /** What is a bound on one benchmark has no rank there, and cannot be compared with the others. */
        boolean bound() {
            return standings.values().stream().anyMatch(standing -> standing.row().bound());
        }

        List<List<Double>> strata() {
            return standings.keySet().stream().map(benchmark -> List.copyOf(scores(benchmark).values())).toList();
        }

        boolean isOn(List<String> benchmarks) {
            return standings.keySet().containsAll(benchmarks);
        }
    }

    /** The table. */
    public Sheet sheet() {
        List<String> benchmarks = tables.stream().map(table -> name(table.get(0).row())).toList();
        List<Entrant> entrants = entrants();
        List<Entrant> compared = entrants.stream().filter(entrant -> entrant.isOn(benchmarks) && !entrant.bound()).toList();
        Map<String, PooledMetric.Pooled> means = entrants.stream().filter(entrant -> entrant.isOn(benchmarks))
                .collect(Collectors.toMap(Entrant::label, entrant -> InterquartileMean.WHOLE.of(entrant.strata())));
        List<Entrant> ordered = entrants.stream().sorted(Comparator.comparing((Entrant entrant) -> !compared.contains(entrant))
                .thenComparing(entrant -> !entrant.bound())
                .thenComparing(entrant -> -Optional.ofNullable(means.get(entrant.label())).map(PooledMetric.Pooled::value).orElse(0.0))).toList();
        List<Places.Place> places = Places.of(compared.size(), (i, j) -> ahead(compared.get(i), compared.get(j), benchmarks));
        boolean percent = standings.rankedBy(tables.get(0)).map(MetricColumn::measure).filter(Measure::isAccuracy).isPresent();
        List<Sheet.Column<Entrant>> columns = new ArrayList<>(List.of(
                new Sheet.Column<>(new Sheet.Heading("rank", "rank", true), entrant -> place(entrant, compared, places)),
                Sheet.Column.words("method", Entrant::label),
                Sheet.Column.numbers("benchmarks", "benchmarks", entrant -> Cell.number(
                        entrant.standings().size(), entrant.standings().size() + " of " + benchmarks.size())),
                Sheet.Column.numbers("mean rank", "mean_rank", entrant -> compared.contains(entrant) ? meanRank(entrant) : Cell.MISSING),
                Sheet.Column.numbers("IQM", "iqm", entrant -> pooled(Optional.ofNullable(means.get(entrant.label())), percent)),
                Sheet.Column.numbers("IQM fractional", "iqm.fractional", entrant -> pooled(Optional.of(entrant)
                        .filter(one -> one.isOn(benchmarks)).map(one -> InterquartileMean.FRACTIONAL.of(one.strata())), percent))));
        for (double threshold : thresholds) {
            columns.add(Sheet.Column.numbers("> " + CostAxis.digits(percent ? PERCENT * threshold : threshold), "above_" + CostAxis.digits(threshold),
                    entrant -> entrant.isOn(benchmarks) ? profile(entrant, threshold) : Cell.MISSING));
        }
        Sheet sheet = Sheet.of(
                "across " + benchmarks.size() + " benchmarks  (" + standings.rankedBy(tables.get(0)).map(MetricColumn::id).orElseThrow()
                        + (percent ? " in %" : "") + ", 95 % stratified bootstrap intervals; last columns: share of runs above a score)",
                Map.of(), columns, ordered, entrant -> style(entrant, compared));
        return notes(sheet, entrants, benchmarks);
    }

    /** A benchmark, told apart from itself under another protocol. */
    private String name(LeaderboardRow row) {
        boolean twice = tables.stream().filter(table -> table.get(0).row().benchmark().equals(row.benchmark())).count() > 1;
        return twice ? row.benchmark() + " (" + LeaderboardTable.key(row).get("protocol") + ")" : row.benchmark();
    }

    private List<Entrant> entrants() {
        Map<String, Set<String>> telling = new HashMap<>();
        for (List<Standing> table : tables) {
            LeaderboardTable.rows(table).stream().collect(Collectors.groupingBy(LeaderboardRow::method)).forEach((method, variants) -> {
                Set<String> keys = telling.computeIfAbsent(method, name -> new HashSet<>());
                keys.addAll(Options.varying(variants.stream().map(LeaderboardRow::options).toList()));
                keys.addAll(Options.varying(variants.stream().map(LeaderboardRow::training).toList()));
            });
        }
        Map<String, Map<String, Standing>> entrants = new LinkedHashMap<>();
        tables.forEach(table -> table.stream().filter(standing -> standing.row().primary().isPresent()).forEach(standing -> entrants
                .computeIfAbsent(label(standing.row(), telling.get(standing.row().method())), label -> new LinkedHashMap<>())
                .put(name(standing.row()), standing)));
        return entrants.entrySet().stream().map(entry -> new Entrant(entry.getKey(), entry.getValue())).toList();
    }

    /** The method, with those options that tell rows of its name apart on some benchmark. */
    private static String label(LeaderboardRow row, Set<String> telling) {
        String options = Stream.of(row.options(), row.training()).map(all -> Options.only(all, telling)).filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return options.isEmpty() ? row.method() : row.method() + " (" + options + ")";
    }

    /** A method is ahead of another if the interval of the difference of their interquartile means leaves out 0. */
    private static Cell place(Entrant entrant, List<Entrant> compared, List<Places.Place> places) {
        int i = compared.indexOf(entrant);
        return i >= 0 ? places.get(i).cell() : entrant.bound() ? new Cell("bound", Map.of()) : Cell.MISSING;
    }

    /** 1 if a is ahead of b, -1 if b is ahead of a. Runs of one benchmark and seed are drawn together. */
    private int ahead(Entrant a, Entrant b, List<String> benchmarks) {
        List<List<double[]>> strata = new ArrayList<>();
        for (String benchmark : benchmarks) {
            Map<Long, Double> ofA = a.scores(benchmark);
            Map<Long, Double> ofB = b.scores(benchmark);
            List<double[]> pairs = ofA.keySet().stream().filter(ofB::containsKey).map(seed -> new double[] {ofA.get(seed), ofB.get(seed)}).toList();
            if (pairs.size() < 2) {
                return 0;
            }
            strata.add(pairs);
        }
        double[] ends = StratifiedBootstrap.interval(strata, drawn -> middle(drawn, 0) - middle(drawn, 1));
        return ends[0] > 0 ? 1 : ends[1] < 0 ? -1 : 0;
    }

    private static double middle(List<double[]> pairs, int side) {
        return InterquartileMean.FRACTIONAL.middle(pairs.stream().map(pair -> pair[side]).toList());
    }

    private static Cell meanRank(Entrant entrant) {
        double first = entrant.standings().values().stream().mapToInt(standing -> standing.row().rank().orElseThrow()).average().orElseThrow();
        double last = entrant.standings().values().stream().mapToInt(standing -> standing.row().rankLast().orElseThrow()).average().orElseThrow();
        String text = String.format(Locale.ROOT, first == last ? "%.2f" : "%.2f–%.2f", first, last);
        return Cell.number(first, text).with("_last", OptionalDouble.of(last));
    }

    private static Cell pooled(Optional<PooledMetric.Pooled> pooled, boolean percent) {
        return pooled.map(value -> Cell.number(value.value(), shown(value.value(), percent)
                + (value.low().isPresent() ? " [" + shown(value.low().getAsDouble(), percent) + ", " + shown(value.high().getAsDouble(), percent) + "]" : ""))
                .within(value.low(), value.high())).orElse(Cell.MISSING);
    }

    private static String shown(double value, boolean percent) {
        return String.format(Locale.ROOT, "%.2f", percent ? PERCENT * value : value);
    }

    private static Cell profile(Entrant entrant, double threshold) {
        List<Double> scores = entrant.strata().stream().flatMap(List::stream).toList();
        double share = scores.stream().filter(score -> score > threshold).count() / (double) scores.size();
        return Cell.number(share, String.format(Locale.ROOT, "%.2f", share));
    }

    private static TextTable.Style style(Entrant entrant, List<Entrant> compared) {
        return compared.contains(entrant) ? TextTable.Style.PLAIN : TextTable.Style.QUIET;
    }

    private Sheet notes(Sheet sheet, List<Entrant> entrants, List<String> benchmarks) {
        Sheet told = sheet.note("benchmarks: " + String.join(", ", benchmarks));
        String missing = entrants.stream().filter(entrant -> !entrant.isOn(benchmarks))
                .map(entrant -> entrant.label() + " (" + benchmarks.stream().filter(one -> !entrant.standings().containsKey(one))
                        .collect(Collectors.joining(", ")) + ")").collect(Collectors.joining("; "));
        told = missing.isEmpty() ? told : told.note("not compared, since they are missing on a benchmark: " + missing);
        String other = entrants.stream().filter(entrant -> entrant.standings().values().stream()
                        .map(standing -> Stream.of(standing.row().options(), standing.row().training()).toList()).distinct().count() > 1)
                .map(Entrant::label).collect(Collectors.joining(", "));
        return other.isEmpty() ? told : told.note("with other options on one benchmark than on another: " + other);
    }
}
