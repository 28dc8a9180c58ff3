package org.palimpsest.results.board;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.table.Cell;
import org.palimpsest.results.table.Sheet;

/**
 * The metrics that a table for people has, and by default a comparison: what a stream's scenario asks of a method.
 *
 * @param measured what the numbers are, in words
 * @param shown the metrics, in the order of their columns
 */
record Layout(String measured, List<Shown> shown) {
    /**
     * A metric in the table.
     *
     * @param header over the column
     * @param column the metric's own column
     * @param interval whether the 95 % interval stands beside the mean
     */
    record Shown(String header, String column, boolean interval) {
        /** The column of the table. */
        Sheet.Column<Standing> in(Metrics metrics) {
            return Sheet.Column.numbers(header, column, standing -> cell(standing, metrics));
        }

        private Cell cell(Standing standing, Metrics metrics) {
            String unit = Quantity.find(column, metrics).map(Quantity::unit).orElse("");
            Summary summary = standing.row().metrics().get(column);
            if (summary == null) {
                OptionalDouble cost = standing.mean(column);
                return cost.isPresent() ? Cell.number(cost.getAsDouble(), LeaderboardTable.text(cost.getAsDouble(), unit)) : Cell.MISSING;
            }
            String text = interval
                    ? LeaderboardTable.text(summary, value -> LeaderboardTable.text(value, unit))
                    : LeaderboardTable.text(summary.mean(), unit);
            return LeaderboardTable.cell(summary, text);
        }
    }

    /**
     * The layout of a scenario.
     *
     * @param online whether rows are ranked by accuracy while learning, since earlier tasks are not examined
     * @param measure what ranks rows otherwise
     */
    static Layout of(String scenario, boolean online, Measure measure, Metrics metrics) {
        boolean acts = measure.trained().isPresent();
        if (online && !acts || scenario.equals("relabelled")) {
            return new Layout("accuracies in %", learning(measure, online));
        }
        String measured = measure.label() + " in " + (measure.isAccuracy() ? "%" : measure.unit());
        if (scenario.equals("few-shot")) {
            return new Layout(measured, fewShot(measure));
        }
        return new Layout(measured, acts ? acting(measure, online, metrics) : keeping(measure, metrics));
    }

    /** How much is kept of all tasks. */
    private static List<Shown> keeping(Measure measure, Metrics metrics) {
        List<Shown> shown = new ArrayList<>(List.of(
                last(measure),
                mean("incremental", measure, "accuracy.incremental"),
                mean("forgetting", measure, "forgetting.max")));
        metrics.measures().stream()
                .filter(other -> !other.equals(measure) && other.examined().table().equals(measure.examined().table()))
                .forEach(other -> shown.add(mean(other.label() + " final", other, "accuracy.final")));
        shown.add(mean("learning", measure, "accuracy.learning"));
        if (measure.probed().isPresent()) {
            shown.add(mean("min-ACC", measure, "anytime.min_acc"));
        }
        return shown;
    }

    /** What is kept of all environments, and whether they are learned as well the second time; what the measure does not have is left out. */
    private static List<Shown> acting(Measure measure, boolean online, Metrics metrics) {
        List<Shown> shown = new ArrayList<>(List.of(
                online ? withInterval("online", measure, "visits.area") : last(measure),
                withInterval("IQM", measure, "iqm"),
                mean("forgetting", measure, "forgetting.max"),
                mean("learning", measure, "accuracy.learning"),
                mean("1st visit", measure, "visits.first"),
                mean("2nd visit", measure, "visits.second"),
                mean("transfer", measure, "cw.transfer")));
        shown.removeIf(column -> metrics.column(column.column()).isEmpty());
        metrics.measures().stream().dropWhile(other -> !other.equals(measure)).skip(1) // those that would have ranked before it have no values
                .filter(other -> other.examined().table().equals(measure.examined().table()))
                .forEach(other -> shown.add(mean(other.label() + " final", other, "accuracy.final")));
        return shown;
    }

    /** What few-shot papers report: over all classes seen, then base and novel sessions apart. */
    private static List<Shown> fewShot(Measure measure) {
        return List.of(
                last(measure),
                mean("all classes", measure, "accuracy.cumulative"),
                mean("average", measure, "accuracy.incremental_weighted"),
                mean("base", measure, "fscil.base"),
                mean("novel", measure, "fscil.novel"),
                mean("harmonic", measure, "fscil.harmonic"),
                mean("drop", measure, "fscil.drop"));
    }

    /** How well each task is learned, and whether that gets worse; what is kept only where it decides the rank. */
    private static List<Shown> learning(Measure measure, boolean online) {
        List<Shown> shown = new ArrayList<>(online ? List.of() : List.of(last(measure)));
        shown.addAll(List.of(
                withInterval("online", Measure.CLASS_IL, "training.accuracy"),
                withInterval("per 10 tasks", Measure.CLASS_IL, "plasticity.accuracy_slope"),
                mean("learning", Measure.CLASS_IL, "accuracy.learning"),
                withInterval("end loss", Measure.CLASS_IL, "training.end_loss"),
                withInterval("loss per 10 tasks", Measure.CLASS_IL, "plasticity.loss_slope")));
        return shown;
    }

    private static Shown last(Measure measure) {
        return withInterval("final", measure, "accuracy.final");
    }

    private static Shown withInterval(String header, Measure measure, String metric) {
        return new Shown(header, measure.column(metric), true);
    }

    private static Shown mean(String header, Measure measure, String metric) {
        return new Shown(header, measure.column(metric), false);
    }
}
