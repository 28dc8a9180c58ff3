package org.palimpsest.results.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.palimpsest.results.board.Column;
import org.palimpsest.results.board.Protocol;
import org.palimpsest.results.board.Summary;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.Numbers;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.table.TextTable;

/**
 * Published values beside ours, one line each. Holds nothing that changes from one call to the next, so that the file has the same bytes
 * as long as no run is added.
 *
 * @param lines in the order in which they are written
 */
public record Ledger(List<Line> lines) {
    private static final List<Column<Line>> COLUMNS = List.of(
            Column.of("name", line -> line.target().name()),
            Column.of("tier", line -> line.target().tier()),
            Column.of("source", line -> line.target().source()),
            Column.of("protocol", line -> line.target().protocol()),
            Column.of("metric", line -> line.target().metric()),
            Column.of("published", line -> Numbers.text(line.target().published())),
            Column.of("published_sd", line -> text(line.target().publishedSd())),
            Column.of("published_n", line -> line.target().publishedN().isPresent() ? "" + line.target().publishedN().getAsInt() : ""),
            Column.of("measured", line -> line.measured(m -> text(m.mean()))),
            Column.of("sd", line -> line.measured(m -> text(m.sd()))),
            Column.of("low", line -> line.measured(m -> text(line.end(-1)))),
            Column.of("high", line -> line.measured(m -> text(line.end(1)))),
            Column.of("n", line -> line.measured(m -> "" + m.seeds().size())),
            Column.of("seeds", line -> line.measured(m -> m.seeds().stream().map(String::valueOf).collect(Collectors.joining(" ")))),
            Column.of("diverged", line -> line.measured(m -> "" + m.diverged())),
            Column.of("failed", line -> line.measured(m -> "" + m.failed())),
            Column.of("margin", line -> Numbers.text(line.target().margin())),
            Column.of("verdict", line -> line.verdict().text()),
            Column.of("scaled", line -> line.target().scaled()),
            Column.of("note", Line::note),
            Column.of("command", line -> line.target().command()),
            Column.of("commit", line -> line.measured(Measurement::commit)),
            Column.of("digest", line -> Protocol.shortened(line.target().digest())));

    /** Copies the lines. */
    public Ledger {
        lines = List.copyOf(lines);
    }

    /**
     * A published value and what came of it.
     *
     * @param target the published value
     * @param measurement what our runs say; empty if there are none
     * @param reason why there are none; empty if there are, or nobody asked for them yet
     */
    public record Line(Target target, Optional<Measurement> measurement, String reason) {
        /** Whether it was got again. */
        public Reproduction verdict() {
            return Reproduction.of(target, measurement);
        }

        /** Why there is no measurement, then what the target has to say. */
        String note() {
            return reason.isEmpty() || target.note().isEmpty() ? reason + target.note() : reason + "; " + target.note();
        }

        private String measured(Function<Measurement, String> cell) {
            return measurement.map(cell).orElse("");
        }

        private OptionalDouble mean() {
            return measurement.map(Measurement::mean).orElse(OptionalDouble.empty());
        }

        /** The lower (-1) or upper (1) end of the 90 % interval of the mean. */
        private OptionalDouble end(int side) {
            OptionalDouble half = measurement.map(Measurement::half).orElse(OptionalDouble.empty());
            return half.isPresent() ? OptionalDouble.of(mean().getAsDouble() + side * half.getAsDouble()) : half;
        }
    }

    /** Writes the ledger, all or nothing. */
    public void write(Path file) {
        Disk disk = new Disk();
        disk.createFolder(file.toAbsolutePath().getParent());
        disk.replace(file, Column.csv(COLUMNS, lines));
    }

    /**
     * What a ledger says was measured for a target, unless that was for another protocol.
     *
     * @param file of an earlier ledger; it need not exist
     * @throws RecordException if it is damaged, naming file and line
     */
    public static Function<Target, Optional<Measurement>> earlier(Path file) {
        if (!Files.exists(file)) {
            return target -> Optional.empty();
        }
        Disk.requireRegular(file);
        Csv.Sheet sheet;
        try {
            sheet = Csv.read(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
        Map<List<String>, Measurement> known = new LinkedHashMap<>();
        List<String> header = sheet.header();
        COLUMNS.stream().filter(column -> !header.contains(column.id())).findFirst().ifPresent(column -> {
            throw RecordException.atLine(file, 1, "is no ledger, column '" + column.id() + "' is missing");
        });
        for (Csv.Line line : sheet.rows()) {
            Function<String, String> cell = column -> line.cells().get(header.indexOf(column));
            if (!cell.apply("n").isEmpty()) {
                known.put(List.of(cell.apply("name"), cell.apply("digest")), measurement(file, line.number(), cell));
            }
        }
        return target -> Optional.ofNullable(known.get(List.of(target.name(), Protocol.shortened(target.digest()))));
    }

    private static Measurement measurement(Path file, long line, Function<String, String> cell) {
        try {
            return new Measurement(
                    Arrays.stream(cell.apply("seeds").split(" ")).filter(s -> !s.isEmpty()).map(Long::parseLong).toList(),
                    number(cell.apply("measured")), number(cell.apply("sd")),
                    Integer.parseInt(cell.apply("diverged")), Integer.parseInt(cell.apply("failed")), cell.apply("commit"));
        } catch (NumberFormatException e) {
            throw RecordException.atLine(file, line, "damaged, not a number: " + e.getMessage());
        }
    }

    /** The table for people; then why lines were not run. Ends with a line break. */
    public String text(boolean colour) {
        TextTable table = new TextTable(colour, Set.of(0, 1, 6), List.of(
                "name", "metric", "published", "measured", "90 % interval", "n", "verdict"));
        for (Line line : lines) {
            table.row(style(line.verdict()), List.of(
                    line.target().name(), line.target().metric(),
                    shown(line.target().published()) + " ± " + shown(line.target().margin()),
                    line.mean().isPresent() ? shown(line.mean().getAsDouble()) : TextTable.MISSING,
                    line.measurement().map(Ledger::spread).orElse(TextTable.MISSING),
                    line.measurement().map(m -> m.seeds().size() + "/" + line.target().seeds().size()).orElse(TextTable.MISSING),
                    line.verdict().text()));
        }
        String reasons = lines.stream().filter(line -> !line.reason().isEmpty())
                .map(line -> line.target().name() + ": " + line.reason() + "\n").collect(Collectors.joining());
        String missing = lines.stream().filter(line -> line.measurement().filter(m -> m.diverged() + m.failed() > 0).isPresent())
                .map(line -> line.target().name() + ": " + line.measurement().get().diverged() + " diverged, "
                        + line.measurement().get().failed() + " failed\n").collect(Collectors.joining());
        return table + reasons + missing;
    }

    /** The 90 % interval; of two seeds, where it would tell nothing, their deviation. */
    private static String spread(Measurement measurement) {
        if (measurement.sd().isEmpty()) {
            return TextTable.MISSING;
        }
        double mean = measurement.mean().getAsDouble();
        double half = measurement.half().getAsDouble();
        return measurement.seeds().size() < Summary.FEWEST ? "sd " + shown(measurement.sd().getAsDouble())
                : "[" + shown(mean - half) + ", " + shown(mean + half) + "]";
    }

    private static TextTable.Style style(Reproduction verdict) {
        return switch (verdict) {
            case REPRODUCED -> TextTable.Style.BEST;
            case DIFFERS -> TextTable.Style.BAD;
            case INCONCLUSIVE -> TextTable.Style.PLAIN;
            case NOT_RUN -> TextTable.Style.QUIET;
        };
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? Numbers.text(value.getAsDouble()) : "";
    }

    private static OptionalDouble number(String cell) {
        return cell.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell));
    }
}
