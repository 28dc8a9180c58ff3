package org.palimpsest.results.compare;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.palimpsest.results.board.Column;
import org.palimpsest.results.board.PairedDifference;
import org.palimpsest.results.board.Summary;
import org.palimpsest.results.compare.Comparison.Unpaired;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.record.Numbers;
import org.palimpsest.results.table.TextTable;

/** A comparison as text and as CSV. */
final class ComparisonText {
    /** Below this a p is not told any closer. */
    private static final double LEAST_P = 0.001;
    private static final int WIDTH = 100;

    private static final List<Column<Line>> COLUMNS = List.of(
            Column.of("benchmark", line -> line.pair().benchmark()),
            Column.of("protocol", line -> line.pair().protocol()),
            Column.of("method_a", line -> line.pair().a().method()),
            Column.of("options_a", line -> line.pair().a().options()),
            Column.of("training_a", line -> line.pair().a().training()),
            Column.of("method_b", line -> line.pair().b().method()),
            Column.of("options_b", line -> line.pair().b().options()),
            Column.of("training_b", line -> line.pair().b().training()),
            Column.of("column", line -> line.difference().column()),
            Column.of("direction", line -> line.difference().direction().id()),
            Column.of("n", line -> Integer.toString(line.difference().n())),
            Column.of("mean_a", line -> cell(line.difference().meanA())),
            Column.of("mean_b", line -> cell(line.difference().meanB())),
            Column.of("difference", line -> cell(line.difference().difference())),
            Column.of("low", line -> cell(line.difference().low())),
            Column.of("high", line -> cell(line.difference().high())),
            Column.of("verdict", line -> line.difference().verdict().text()),
            evidence("p", Evidence::p),
            evidence("p_holm", Evidence::pHolm),
            evidence("p_sign_flip", Evidence::signFlipP),
            evidence("p_sign_flip_least", Evidence::leastSignFlipP),
            evidence("effect_size", Evidence::effectSize),
            evidence("low_90", Evidence::low90),
            evidence("high_90", Evidence::high90),
            evidence("margin", Evidence::margin),
            Column.of("more_seeds", line -> more(line.difference()).map(String::valueOf).orElse("")));

    /** A line of the CSV. */
    private record Line(PairedMethods pair, Difference difference) {}

    private ComparisonText() {}

    private static Column<Line> evidence(String id, Function<Evidence, OptionalDouble> value) {
        return Column.of(id, line -> cell(value.apply(line.difference().evidence())));
    }

    private static Optional<Integer> more(Difference difference) {
        OptionalInt more = difference.evidence().moreSeeds();
        return more.isPresent() ? Optional.of(more.getAsInt()) : Optional.empty();
    }

    static String text(Comparison comparison, boolean colour) {
        StringBuilder text = new StringBuilder();
        text.append("A  ").append(comparison.a()).append("\nB  ").append(comparison.b()).append('\n');
        for (PairedMethods pair : comparison.methods()) {
            text.append('\n').append(TextTable.Style.HEADER.apply(title(pair), colour)).append('\n');
            TextTable table = new TextTable(
                    colour,
                    Set.of(0, 8),
                    List.of(units(pair), "n", "A", "B", "B - A", "95 % interval", "Holm p", "effect", "verdict"));
            pair.differences().forEach(difference -> table.row(style(difference), cells(difference)));
            text.append(table);
            more(pair).forEach(line -> text.append(line).append('\n'));
        }
        List<String> leftOut = leftOut(comparison);
        leftOut.forEach(line -> text.append('\n').append(line));
        return leftOut.isEmpty() ? text.toString() : text.append('\n').toString();
    }

    static List<String> leftOut(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        comparison.refused().forEach(refusal -> lines.add("not compared: " + refusal.reason()));
        comparison.unpaired().stream()
                .collect(Collectors.groupingBy(one -> List.of(one.benchmark(), one.protocol(), one.method(), one.seed().isPresent(), one.reason()),
                        LinkedHashMap::new, Collectors.toList()))
                .values().forEach(alike -> lines.add("unpaired: " + words(alike)));
        if (comparison.isEmpty()) {
            lines.add("nothing was compared: no finished run of A has a partner in B");
        }
        return lines;
    }

    static String csv(Comparison comparison) {
        List<Line> lines = comparison.methods().stream()
                .flatMap(pair -> pair.differences().stream().map(difference -> new Line(pair, difference)))
                .toList();
        return new String(Column.csv(COLUMNS, lines), StandardCharsets.UTF_8);
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
                name(difference),
                Integer.toString(difference.n()),
                number(difference, difference.meanA()),
                number(difference, difference.meanB()),
                number(difference, difference.difference()),
                interval,
                p(difference.evidence().pHolm()),
                number(difference.evidence().effectSize(), 1),
                verdict(difference));
    }

    /** The verdict, and why there is none. */
    private static String verdict(Difference difference) {
        String reason = difference.verdict() != Verdict.TOO_FEW_PAIRS ? ""
                : difference.n() < Summary.FEWEST ? " (at least " + Summary.FEWEST + ")"
                : " (at least " + PairedDifference.FEWEST_EQUAL + ", as all differ by the same)";
        return difference.verdict().text() + reason;
    }

    /** How many more seeds would decide what is undecided, in lines of {@link #WIDTH} characters. */
    private static List<String> more(PairedMethods pair) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (Difference difference : pair.differences()) {
            Optional<Integer> more = more(difference);
            if (more.isEmpty()) {
                continue;
            }
            String entry = difference.column() + " " + more.get();
            if (lines.isEmpty() && line.isEmpty()) {
                line = "more seeds that would decide (80 % power at this effect): " + entry;
            } else if (line.length() + entry.length() + 3 <= WIDTH) {
                line += ", " + entry;
            } else {
                lines.add(line + ",");
                line = "  " + entry;
            }
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines;
    }

    private static String units(PairedMethods pair) {
        boolean others = pair.differences().stream().anyMatch(ComparisonText::isInAnotherUnit);
        return "metrics in %" + (others ? " or as named" : "") + ", costs as is";
    }

    private static String name(Difference difference) {
        return difference.column() + (isInAnotherUnit(difference) ? " [" + difference.unit() + "]" : "");
    }

    /** Whether it is a metric that is not shown in percent. */
    private static boolean isInAnotherUnit(Difference difference) {
        return difference.column().contains(".") && !difference.unit().equals(Measure.FRACTION);
    }

    /** A number in percent if it is a fraction. */
    static String number(Difference difference, OptionalDouble value) {
        return number(value, difference.unit().equals(Measure.FRACTION) ? 100 : 1);
    }

    private static String number(OptionalDouble value, double scale) {
        return value.isEmpty() ? TextTable.MISSING : String.format(Locale.ROOT, "%.2f", scale * value.getAsDouble());
    }

    /** A p with three decimals, and a fourth close to 0.05. */
    static String p(OptionalDouble p) {
        return p.isEmpty() ? TextTable.MISSING
                : p.getAsDouble() < LEAST_P ? "<" + LEAST_P
                : String.format(Locale.ROOT, Math.abs(p.getAsDouble() - PairedTests.ALPHA) < LEAST_P ? "%.4f" : "%.3f", p.getAsDouble());
    }

    private static TextTable.Style style(Difference difference) {
        return switch (difference.verdict()) {
            case B_BETTER -> TextTable.Style.BEST;
            case A_BETTER -> TextTable.Style.BAD;
            case NO_DIFFERENCE_SHOWN, EQUIVALENT -> TextTable.Style.PLAIN;
            case TOO_FEW_PAIRS -> TextTable.Style.QUIET;
        };
    }

    /** Runs of a method that have no partner for the same reason. */
    private static String words(List<Unpaired> alike) {
        Unpaired first = alike.get(0);
        List<String> seeds = alike.stream().flatMap(one -> one.seed().stream().mapToObj(String::valueOf)).distinct().toList();
        String told = seeds.isEmpty() ? "" : (seeds.size() == 1 ? ", seed " : ", seeds ") + String.join(" ", seeds);
        return first.benchmark() + " (" + first.protocol() + "), " + first.method() + told + ": " + first.reason();
    }

    private static String cell(OptionalDouble value) {
        return Numbers.text(value.orElse(Double.NaN));
    }
}
