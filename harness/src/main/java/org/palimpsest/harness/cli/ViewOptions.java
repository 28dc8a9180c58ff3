package org.palimpsest.harness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Numerals;
import org.palimpsest.results.board.ColumnNames;
import org.palimpsest.results.board.LeaderboardTable;
import org.palimpsest.results.board.Standing;
import org.palimpsest.results.board.Standings;
import org.palimpsest.results.table.Sheet;
import org.palimpsest.results.view.AcrossView;
import org.palimpsest.results.view.CostAxis;
import org.palimpsest.results.view.CostView;
import org.palimpsest.results.view.RowFilter;
import org.palimpsest.results.view.RowOrder;
import picocli.CommandLine.Option;

/** Which look at a leaderboard is wanted. */
final class ViewOptions {
    /** There are hundreds of columns, most of other scenarios. */
    private static final String ALL = "the columns that these rows have stand in the first line of --format csv";
    private static final String WHERE = "leaderboard";

    @Option(names = "--filter", paramLabel = "name=value", description = {
        "only rows like that, by word, option or column: method=a*, buffer=500, forgetting<0.2;",
        "repeatable, and all must hold; ranks stay those among all rows"})
    private List<String> filters = List.of();

    @Option(names = "--sort", paramLabel = "column", description = "by this column, the best first, or by 'method'")
    private String order;

    @Option(names = "--columns", paramLabel = "columns", description = "show these columns instead of the scenario's, e.g. final,forgetting.relative,updates")
    private List<String> columnLists = List.of();

    @Option(names = "--per", paramLabel = "cost",
            description = "show what rows have for what they cost, and the front of both: updates, flops, seconds, bytes, or the column of a cost")
    private String per;

    @Option(names = "--across", description = "show methods over all benchmarks together: interquartile means with intervals, and performance profiles")
    private boolean across;

    @Option(names = "--profile", paramLabel = "scores", description = "with --across: scores of the performance profile (default: 0.2,0.4,0.6,0.8)")
    private List<String> profiles = List.of();

    /** Whether anything but the whole leaderboard is wanted. */
    boolean isView() {
        return !filters.isEmpty() || order != null || !columnLists.isEmpty() || per != null || across;
    }

    /** What is wrong with the options by themselves. */
    void check(Problems problems) {
        problems.at(WHERE);
        conditions(problems);
        List<String> columns = Arguments.entries("--columns", columnLists, problems);
        if (across && per != null) {
            problems.add("--across", "--per", "cannot both be given");
        }
        if (!columns.isEmpty() && (across || per != null)) {
            problems.add("--columns", String.join(",", columns), "has no place with --per or --across, which have columns of their own");
        }
        if (order != null && (across || per != null)) {
            problems.add("--sort", order, "has no place with --per or --across, which have an order of their own");
        }
        if (!profiles.isEmpty() && !across) {
            problems.add("--profile", String.join(",", profiles), "is an option of --across");
        }
        thresholds(problems);
        if (per != null && CostAxis.find(per).isEmpty()) {
            problems.add("--per", per, "there is no such cost" + Names.suggestion(per, CostAxis.all()));
        }
    }

    private List<RowFilter> conditions(Problems problems) {
        List<RowFilter> conditions = new ArrayList<>();
        for (String filter : filters) {
            try {
                conditions.add(RowFilter.of(filter));
            } catch (IllegalArgumentException e) {
                problems.add("--filter", filter, e.getMessage());
            }
        }
        return conditions;
    }

    private List<Double> thresholds(Problems problems) {
        if (profiles.isEmpty()) {
            return List.of(0.2, 0.4, 0.6, 0.8);
        }
        List<Double> thresholds = new ArrayList<>();
        for (String entry : Arguments.entries("--profile", profiles, problems)) {
            OptionalDouble threshold = Numerals.decimal(entry);
            threshold.ifPresentOrElse(thresholds::add, () -> problems.at(WHERE).add("--profile", entry, "is no number"));
        }
        return thresholds;
    }

    /**
     * The tables that are wanted of some rows.
     *
     * @throws org.palimpsest.datasets.InvalidInputException if the rows have nothing of a name that was given, or cannot be looked at so
     */
    List<Sheet> sheets(Standings all) {
        Problems problems = new Problems();
        problems.at(WHERE);
        Standings rows = all;
        for (RowFilter condition : conditions(problems)) {
            List<String> names = RowFilter.names(all);
            if (!names.contains(condition.name())) {
                problems.add("--filter", condition.name(), "no row has anything of that name" + Names.suggestion(condition.name(), names, ALL));
            }
            rows = rows.only(condition.in(all));
        }
        List<String> columns = Arguments.entries("--columns", columnLists, problems);
        columns.forEach(column -> known("--columns", column, all, problems));
        if (order != null && !order.equals(RowOrder.METHOD)) {
            known("--sort", order, all, problems);
        }
        problems.throwIfAny();
        if (rows.rows().isEmpty()) {
            problems.add("--filter", String.join(" ", filters), "no row is like that");
            problems.throwIfAny();
        }
        Optional<CostAxis> axis = Optional.ofNullable(per).flatMap(CostAxis::find);
        try {
            return axis.isPresent() ? new CostView(rows, axis.get()).sheets()
                    : across ? List.of(new AcrossView(rows, thresholds(problems)).sheet())
                    : LeaderboardTable.of(order == null ? rows : RowOrder.by(order, rows), columns);
        } catch (IllegalArgumentException e) {
            problems.add(across ? "--across" : "--columns", "", e.getMessage());
            problems.throwIfAny();
            throw e;
        }
    }

    /** A name must be one of a column of each table. */
    private static void known(String option, String name, Standings all, Problems problems) {
        for (List<Standing> table : all.tables()) {
            ColumnNames names = new ColumnNames(table.get(0).row(), all.metrics());
            if (names.find(name).isEmpty()) {
                problems.at(WHERE).add(option, name, "there is no such column" + Names.suggestion(name, names.all(), ALL));
                return;
            }
        }
    }
}
