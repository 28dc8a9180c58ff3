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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * CSV as RFC 4180 has it: comma, double quotes, CRLF, header row, here always UTF-8. An empty cell is a missing value.
 * Truth values are {@code TRUE} and {@code FALSE}, the one spelling that both pandas and R take for such.
 */
public final class Csv {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** A first line that some spreadsheets write to say what stands between cells. */
    private static final Pattern NAMED_DELIMITER = Pattern.compile("sep=([,;\t])\\R");

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
     * Reads all lines, header included, each with as many cells as the header. What spreadsheets make of such a file when they save it
     * is read as well: a byte-order mark, UTF-16, semicolons or tabs between cells, other line ends, empty lines and empty cells at the end.
     *
     * @throws RecordException naming file and line if the text is no CSV or a column comes twice
     */
    public static Sheet read(Path file, byte[] content) {
        String text = decode(file, content);
        Matcher named = NAMED_DELIMITER.matcher(text);
        boolean isNamed = named.lookingAt();
        char delimiter = isNamed ? named.group(1).charAt(0) : delimiter(text);
        long before = isNamed ? 1 : 0;
        List<Line> lines = new ArrayList<>();
        long number = 1 + before;
        try (CSVParser parser = CSVParser.builder()
                .setFormat(FORMAT.builder().setDelimiter(delimiter).get())
                .setReader(new StringReader(isNamed ? text.substring(named.end()) : text))
                .get()) {
            for (CSVRecord record : parser) {
                List<String> cells = record.toList();
                if (lines.isEmpty()) {
                    lines.add(new Line(number, header(file, number, cells)));
                } else if (!isBlank(cells)) {
                    lines.add(new Line(number, fitted(file, number, cells, lines.get(0).cells().size())));
                }
                number = parser.getCurrentLineNumber() + 1 + before;
            }
        } catch (IOException | UncheckedIOException e) {
            throw RecordException.atLine(file, number, "damaged, " + (e instanceof UncheckedIOException ? e.getCause() : e).getMessage());
        }
        if (lines.isEmpty()) {
            throw RecordException.atLine(file, 1, "the header is missing");
        }
        return new Sheet(delimiter, lines);
    }

    private static String decode(Path file, byte[] content) {
        int first = content.length < 2 ? 0 : (content[0] & 0xFF) << 8 | content[1] & 0xFF;
        boolean utf16 = first == 0xFEFF || first == 0xFFFE;
        try {
            String text = (utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8).newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException e) {
            throw new RecordException(file, "damaged, not UTF-8 text");
        }
    }

    /** The one that stands most often in the first line, the comma among equals. */
    private static char delimiter(String text) {
        String header = text.lines().findFirst().orElse("");
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(header, candidate) > count(header, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    private static boolean isBlank(List<String> cells) {
        return cells.stream().allMatch(String::isEmpty);
    }

    private static List<String> header(Path file, long number, List<String> cells) {
        int end = cells.size();
        while (end > 1 && cells.get(end - 1).isEmpty()) {
            end--;
        }
        Set<String> seen = new HashSet<>();
        for (String column : cells.subList(0, end)) {
            if (!seen.add(column)) {
                throw RecordException.atLine(file, number, "the column '" + column + "' comes twice");
            }
        }
        return cells.subList(0, end);
    }

    private static List<String> fitted(Path file, long number, List<String> cells, int columns) {
        if (cells.size() < columns || !isBlank(cells.subList(columns, cells.size()))) {
            throw RecordException.atLine(file, number, cells.size() + " cells, the header has " + columns);
        }
        return cells.subList(0, columns);
    }

    /**
     * A file as read.
     *
     * @param delimiter what stands between cells
     * @param lines header and rows
     */
    public record Sheet(char delimiter, List<Line> lines) {
        /** The names of the columns. */
        public List<String> header() {
            return lines.get(0).cells();
        }

        /** All lines but the header. */
        public List<Line> rows() {
            return lines.subList(1, lines.size());
        }
    }

    /**
     * One record of a file.
     *
     * @param number the line it begins on, from 1
     * @param cells its cells
     */
    public record Line(long number, List<String> cells) {}
}
