package org.palimpsest.results.compare;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.palimpsest.results.board.TextTable;
import org.palimpsest.results.compare.Comparison.Refusal;
import org.palimpsest.results.compare.Comparison.Unpaired;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.Numbers;

/** A comparison as text and as CSV. */
final class ComparisonText {

    private static final List<String> COLUMNS = List.of(
            "benchmark", "protocol", "method_a", "options_a", "training_a", "method_b", "options_b", "training_b",
            "column", "direction", "n", "mean_a", "mean_b", "difference", "low", "high", "verdict");

    private ComparisonText() {}

    static String text(Comparison comparison, boolean colour) {
        StringBuilder text = new StringBuilder();
        text.append("A  ").append(comparison.a()).append("\nB  ").append(comparison.b()).append('\n');
        for (PairedMethods pair : comparison.methods()) {
            text.append('\n').append(TextTable.Style.HEADER.apply(title(pair), colour)).append('\n');
            TextTable table = new TextTable(
                    colour,
                    Set.of(0, 6),
                    List.of("metrics in %, costs as they are", "n", "A", "B", "B - A", "95 % interval", "verdict"));
            pair.differences().forEach(difference -> table.row(style(difference), cells(difference)));
            text.append(table);
        }
        for (Refusal refusal : comparison.refused()) {
            text.append("\nnot compared: ").append(refusal.reason()).append('\n');
        }
        for (Unpaired unpaired : comparison.unpaired()) {
            text.append("\nunpaired: ").append(words(unpaired));
        }
        return comparison.unpaired().isEmpty() ? text.toString() : text.append('\n').toString();
    }

    static String csv(Comparison comparison) {
        return Csv.lines(List.of(COLUMNS)) + comparison.methods().stream()
                .map(pair -> Csv.lines(
                        pair.differences().stream().map(difference -> csvCells(pair, difference)).toList()))
                .collect(Collectors.joining());
    }

    private static String title(PairedMethods pair) {
        String methods = pair.a().equals(pair.b())
                ? pair.a().toString()
                : "A: " + pair.a() + "  B: " + pair.b() + training(pair);
        String seeds = pair.seeds().stream().map(String::valueOf).collect(Collectors.joining(" "));
        return pair.benchmark() + "  (protocol " + pair.protocol() + ")  " + methods + ", seeds "
                + (seeds.isEmpty() ? TextTable.MISSING : seeds);
    }

    private static String training(PairedMethods pair) {
        return pair.a().training().equals(pair.b().training())
                ? ""
                : "  trained with A: " + pair.a().training() + "  B: " + pair.b().training();
    }

    private static List<String> cells(Difference difference) {
        String interval = difference.low().isPresent()
                ? "[" + number(difference, difference.low()) + ", " + number(difference, difference.high()) + "]"
                : TextTable.MISSING;
        return List.of(
                difference.column(),
                Integer.toString(difference.n()),
                number(difference, difference.meanA()),
                number(difference, difference.meanB()),
                number(difference, difference.difference()),
                interval,
                difference.verdict().text());
    }

    private static String number(Difference difference, OptionalDouble value) {
        if (value.isEmpty()) {
            return TextTable.MISSING;
        }
        double scale = difference.isMetric() ? 100 : 1;
        return String.format(Locale.ROOT, "%.2f", scale * value.getAsDouble());
    }

    private static TextTable.Style style(Difference difference) {
        return switch (difference.verdict()) {
            case B_BETTER -> TextTable.Style.BEST;
            case A_BETTER -> TextTable.Style.BAD;
            case NO_DIFFERENCE_SHOWN -> TextTable.Style.PLAIN;
            case TOO_FEW_PAIRS -> TextTable.Style.QUIET;
        };
    }

    private static String words(Unpaired unpaired) {
        String seed = unpaired.seed().isPresent() ? ", seed " + unpaired.seed().getAsLong() : "";
        return unpaired.benchmark() + " (" + unpaired.protocol() + "), " + unpaired.method() + seed + ": "
                + unpaired.reason();
    }

    private static List<String> csvCells(PairedMethods pair, Difference difference) {
        return List.of(
                pair.benchmark(),
                pair.protocol(),
                pair.a().method(),
                pair.a().options(),
                pair.a().training(),
                pair.b().method(),
                pair.b().options(),
                pair.b().training(),
                difference.column(),
                difference.direction().id(),
                Integer.toString(difference.n()),
                cell(difference.meanA()),
                cell(difference.meanB()),
                cell(difference.difference()),
                cell(difference.low()),
                cell(difference.high()),
                difference.verdict().text());
    }

    private static String cell(OptionalDouble value) {
        return Numbers.text(value.orElse(Double.NaN));
    }
}
