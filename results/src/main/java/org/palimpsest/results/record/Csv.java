package org.palimpsest.results.record;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
