package org.palimpsest.results.record;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * CSV as RFC 4180 has it: comma, double quotes, CRLF, header row, here always UTF-8. An empty cell is a missing value.
 * Truth values are {@code TRUE} and {@code FALSE}, the one spelling that both pandas and R take for such.
 */
public final class Csv {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    private Csv() {}

    /** A truth value's cell. */
    public static String truth(boolean value) {
        return value ? "TRUE" : "FALSE";
    }

    /** The lines of some rows, without a header. */
    public static String lines(Iterable<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        try {
            for (List<String> row : rows) {
                FORMAT.printRecord(text, row.toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringBuilder raises none
        }
        return text.toString();
    }

    /** A header and rows, in UTF-8. */
    public static byte[] bytes(List<String> header, Iterable<List<String>> rows) {
        return (lines(List.of(header)) + lines(rows)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads all lines, header included, each with as many cells as the header.
     *
     * @throws RecordException naming file and line if the text is no CSV
     */
    public static List<Line> read(Path file, byte[] content) {
        List<Line> lines = new ArrayList<>();
        long number = 1;
        try (CSVParser parser = CSVParser.builder()
                .setFormat(FORMAT)
                .setReader(new StringReader(decode(content)))
                .get()) {
            for (CSVRecord record : parser) {
                if (!lines.isEmpty() && record.size() != lines.get(0).cells().size()) {
                    throw RecordException.atLine(
                            file, number, record.size() + " cells, the header has " + lines.get(0).cells().size());
                }
                lines.add(new Line(number, record.toList()));
                number = parser.getCurrentLineNumber() + 1;
            }
        } catch (CharacterCodingException e) {
            throw new RecordException(file, "damaged, not UTF-8 text");
        } catch (IOException | UncheckedIOException e) {
            throw RecordException.atLine(file, number, "damaged, " + e.getMessage());
        }
        if (lines.isEmpty()) {
            throw RecordException.atLine(file, 1, "the header is missing");
        }
        return lines;
    }

    /**
     * Reads the rows of a record's table.
     *
     * @throws RecordException naming file and line if a row comes twice, or is not what {@link Table#write} makes of it
     */
    public static <R> List<R> read(Path file, byte[] content, Table<R> table) {
        List<Line> lines = read(file, content);
        if (!lines.get(0).cells().equals(table.columns())) {
            throw RecordException.atLine(file, 1, "the header is not " + String.join(",", table.columns()));
        }
        List<R> rows = new ArrayList<>();
        Set<List<String>> keys = new HashSet<>();
        for (Line line : lines.subList(1, lines.size())) {
            rows.add(row(file, line, table));
            if (!keys.add(line.cells().subList(0, table.keys()))) {
                throw RecordException.atLine(file, line.number(), "the same row comes twice");
            }
        }
        return rows;
    }

    private static <R> R row(Path file, Line line, Table<R> table) {
        try {
            R row = table.read().apply(line.cells());
            if (!table.write().apply(row).equals(line.cells())) {
                throw new IllegalArgumentException("counts and ratios disagree");
            }
            return row;
        } catch (NumberFormatException e) {
            throw RecordException.atLine(file, line.number(), "damaged, not a number: " + line.cells());
        } catch (IllegalArgumentException e) {
            throw RecordException.atLine(file, line.number(), "damaged, " + e.getMessage());
        }
    }

    private static String decode(byte[] content) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    }

    /**
     * One record of a file.
     *
     * @param number the line it begins on, from 1
     * @param cells its cells
     */
    public record Line(long number, List<String> cells) {}
}
