package org.palimpsest.results.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.Metrics;

/** The columns of a leaderboard in the page: those that the terminal shows, and what it costs. */
final class Headings {
    private Headings() {}

    /** What the numbers are, in words. */
    static String measured(Measure measure) {
        return measure.label() + (measure.isAccuracy() ? " in %" : measure.unit().isEmpty() ? "" : " in " + measure.unit());
    }

    /** Those in which some row has a number. */
    static List<Heading> of(String scenario, boolean online, Measure measure, Metrics metrics, List<Entry> entries) {
        List<Heading> headings = new ArrayList<>();
        Leaderboard.headings(scenario, online, measure, metrics).forEach((column, text) -> heading(text, column, metrics).ifPresent(headings::add));
        heading("train s", "train_seconds", metrics).ifPresent(headings::add);
        headings.removeIf(heading -> entries.stream().allMatch(entry -> entry.mean(heading.column()).isEmpty()));
        return headings;
    }

    private static Optional<Heading> heading(String text, String column, Metrics metrics) {
        return Quantity.find(column, metrics).map(quantity -> {
            boolean share = quantity.unit().equals(Measure.FRACTION);
            return new Heading(text, column, share ? "%" : quantity.unit(), share ? 100 : 1, quantity.direction(), quantity.summary());
        });
    }
}
