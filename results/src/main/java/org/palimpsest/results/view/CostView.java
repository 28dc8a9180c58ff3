package org.palimpsest.results.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.results.board.LeaderboardRow;
import org.palimpsest.results.board.LeaderboardRuns.Run;
import org.palimpsest.results.board.LeaderboardTable;
import org.palimpsest.results.board.Standing;
import org.palimpsest.results.board.Standings;
import org.palimpsest.results.board.Summary;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.table.Cell;
import org.palimpsest.results.table.Sheet;
import org.palimpsest.results.table.TextTable;

/** What rows have for what they cost: {@code leaderboard --per}. The most for its cost stands first; bounds are not on the front. */
public final class CostView {
    private final Standings standings;
    private final CostAxis axis;

    /** A view of some rows. */
    public CostView(Standings standings, CostAxis axis) {
        this.standings = standings;
        this.axis = axis;
    }

    /**
     * A row with both.
     *
     * @param value mean of what ranks it
     * @param cost mean cost
     * @param ratio value per unit of cost, of each run
     * @param front whether it is on the front
     */
    private record Priced(Standing standing, OptionalDouble value, OptionalDouble cost, double[] ratio, boolean front) {
        boolean comparable() {
            return !standing.row().bound() && value.isPresent() && cost.isPresent();
        }

        Priced on(boolean isFront) {
            return new Priced(standing, value, cost, ratio, isFront);
        }

        double mean() {
            return ratio.length == 0 ? Double.NEGATIVE_INFINITY : Summary.of(ratio).mean();
        }
    }

    /** The tables. */
    public List<Sheet> sheets() {
        return standings.tables().stream().map(this::sheet).toList();
    }

    private Sheet sheet(List<Standing> table) {
        List<Priced> rows = new ArrayList<>(front(table.stream().map(this::priced).toList()));
        rows.sort(Comparator.comparing((Priced row) -> row.standing().row().bound()).thenComparing(row -> -row.mean()));
        LeaderboardRow first = table.get(0).row();
        Optional<MetricColumn> ranked = standings.rankedBy(table);
        String unit = ranked.map(MetricColumn::unit).orElse("");
        String what = ranked.map(MetricColumn::id).orElse("value");
        double least = rows.stream().filter(Priced::comparable).mapToDouble(row -> row.cost().getAsDouble()).filter(cost -> cost > 0).min().orElse(Double.NaN);
        List<LeaderboardRow> all = LeaderboardTable.rows(table);
        List<Sheet.Column<Priced>> columns = new ArrayList<>();
        LeaderboardTable.names(all).forEach(column -> columns.add(new Sheet.Column<>(column.heading(), row -> column.cell().apply(row.standing()))));
        columns.add(Sheet.Column.numbers("value", what, row -> value(row, unit)));
        columns.add(Sheet.Column.numbers(axis.label(), axis.id(), row -> row.cost().isEmpty() ? Cell.MISSING
                : Cell.number(row.cost().getAsDouble(), axis.text(row.cost().getAsDouble()))));
        columns.add(Sheet.Column.numbers("x least", "times_least", row -> timesLeast(row, least)));
        columns.add(Sheet.Column.numbers("per " + axis.unit(), "per_" + axis.unit().replace(' ', '_'), row -> ratio(row, unit)));
        columns.add(Sheet.Column.words("front", row -> row.front() ? "yes" : ""));
        Sheet sheet = Sheet.of(
                LeaderboardTable.title(first, what + (unit.equals(Measure.FRACTION) ? " in %" : "") + " for its cost, mean ± 95 % interval (n)"),
                LeaderboardTable.key(first), columns, rows, CostView::style);
        String front = rows.stream().filter(Priced::front).sorted(Comparator.comparing(row -> row.cost().getAsDouble()))
                .map(row -> LeaderboardTable.labels(all).apply(row.standing().row())).collect(Collectors.joining(", "));
        return front.isEmpty() ? sheet : sheet.note("the front, cheapest first: " + front + " (whatever else costs as little has less)");
    }

    private Priced priced(Standing standing) {
        List<Run> runs = standing.finished();
        OptionalDouble cost = axis.mean(standing);
        String column = standing.row().rankedBy().orElse("");
        boolean rising = standings.metrics().column(column).filter(metric -> metric.metric().direction() == Direction.HIGHER).isPresent();
        boolean positive = cost.isPresent() && rising && runs.stream().allMatch(run -> axis.of(run).orElse(0) > 0);
        double[] ratio = positive
                ? runs.stream().mapToDouble(run -> run.values().get(column) * axis.size() / axis.of(run).getAsDouble()).toArray()
                : new double[0];
        return new Priced(standing, standing.row().primary(), cost, ratio, false);
    }

    private List<Priced> front(List<Priced> rows) {
        List<Priced> compared = rows.stream().filter(Priced::comparable).toList();
        double[] values = compared.stream().mapToDouble(row -> standings.sign(row.standing().row()) * row.value().getAsDouble()).toArray();
        boolean[] front = ParetoFront.of(compared.stream().mapToDouble(row -> row.cost().getAsDouble()).toArray(), values);
        List<Priced> told = new ArrayList<>(IntStream.range(0, front.length).mapToObj(i -> compared.get(i).on(front[i])).toList());
        rows.stream().filter(row -> !row.comparable()).forEach(told::add);
        return told;
    }

    private static Cell value(Priced row, String unit) {
        Summary summary = row.standing().row().rankedBy().map(row.standing().row().metrics()::get).orElse(null);
        return summary == null ? Cell.MISSING
                : LeaderboardTable.cell(summary, LeaderboardTable.text(summary, number -> LeaderboardTable.text(number, unit)));
    }

    private static Cell timesLeast(Priced row, double least) {
        if (row.cost().isEmpty() || Double.isNaN(least)) {
            return Cell.MISSING;
        }
        double times = row.cost().getAsDouble() / least;
        return Cell.number(times, String.format(Locale.ROOT, "%.2f", times));
    }

    private static Cell ratio(Priced row, String unit) {
        if (row.ratio().length == 0) {
            return Cell.MISSING;
        }
        Summary summary = Summary.of(row.ratio());
        double scale = unit.equals(Measure.FRACTION) ? 100 : 1;
        return LeaderboardTable.cell(summary, LeaderboardTable.text(summary, number -> CostAxis.digits(scale * number)));
    }

    private static TextTable.Style style(Priced row) {
        TextTable.Style style = LeaderboardTable.style(row.standing().row());
        return style == TextTable.Style.BAD || style == TextTable.Style.QUIET ? style : row.front() ? TextTable.Style.BEST : TextTable.Style.PLAIN;
    }
}
