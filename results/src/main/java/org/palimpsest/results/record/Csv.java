package org.palimpsest.results.record;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * CSV as RFC 4180 has it: comma, double quotes, CRLF, header row, here always UTF-8. An empty cell is a missing value.
 * Truth values are {@code TRUE} and {@code FALSE}, the one spelling that both pandas and R take for such. A cell that a spreadsheet would run as
 * a formula is written with an apostrophe in front, and read without it.
 */
public final class Csv {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int BUFFER = 1 << 16;
    /** Characters of a header that are looked through for what stands between cells. */
    private static final int LONGEST_HEADER = 1 << 20;
    /** How cells begin that spreadsheets compute, behind any number of apostrophes. */
    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\t\r]");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /** A first line that some spreadsheets write to say what stands between cells. */
    private static final Pattern NAMED_DELIMITER = Pattern.compile("sep=([,;\t])");

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
                FORMAT.printRecord(text, row.stream().map(Csv::guarded).toArray());
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
        List<Line> lines = new ArrayList<>();
        char[] delimiter = new char[1];
        scan(file, new ByteArrayInputStream(content), (found, header) -> {
            delimiter[0] = found;
            lines.add(header);
            return lines::add;
        });
        return new Sheet(delimiter[0], lines);
    }

    /**
     * Reads a file as {@link #read} does, a line at a time, so that it may be larger than memory.
     *
     * @throws RecordException as {@link #read} does, or if the file cannot be read
     */
    public static void scan(Path file, Reading reading) {
        try (InputStream in = Files.newInputStream(file)) {
            scan(file, in, reading);
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
    }

    /** What is done with the lines of a file. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Begins with the header.
         *
         * @param delimiter what stands between cells
         * @return takes the other lines
         */
        Consumer<Line> begin(char delimiter, Line header);
    }

    private static void scan(Path file, InputStream content, Reading reading) {
        long number = 1;
        long before = 0;
        Consumer<Line> rows = null;
        int columns = 0;
        try (BufferedReader text = decoded(content)) {
            text.mark(LONGEST_HEADER);
            String first = Objects.requireNonNullElse(text.readLine(), "");
            Matcher named = NAMED_DELIMITER.matcher(first);
            boolean isNamed = named.matches();
            char delimiter = isNamed ? named.group(1).charAt(0) : delimiter(first);
            if (isNamed) {
                before = 1;
                number = 2;
            } else {
                text.reset();
            }
            for (CSVRecord record : CSVParser.builder().setFormat(FORMAT.builder().setDelimiter(delimiter).get()).setReader(text).get()) {
                List<String> cells = record.stream().map(Csv::unguarded).toList();
                if (rows == null) {
                    List<String> header = header(file, number, cells);
                    columns = header.size();
                    rows = reading.begin(delimiter, new Line(number, header));
                } else if (!isBlank(cells)) {
                    rows.accept(new Line(number, fitted(file, number, cells, columns)));
                }
                number = record.getParser().getCurrentLineNumber() + 1 + before;
            }
        } catch (IOException | UncheckedIOException e) {
            Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
            throw cause instanceof CharacterCodingException ? new RecordException(file, "damaged, not UTF-8 text")
                    : RecordException.atLine(file, number, "damaged, " + cause.getMessage());
        }
        if (rows == null) {
            throw RecordException.atLine(file, 1, "the header is missing");
        }
    }

    private static BufferedReader decoded(InputStream content) throws IOException {
        BufferedInputStream in = new BufferedInputStream(content, BUFFER);
        in.mark(2);
        int mark = in.read() << 8 | in.read();
        in.reset();
        boolean utf16 = mark == 0xFEFF || mark == 0xFFFE;
        BufferedReader text = new BufferedReader(new InputStreamReader(in, (utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8).newDecoder()), BUFFER);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    /** A cell that a spreadsheet would take for a formula, and that is no number, with an apostrophe in front, which makes text of it. */
    private static String guarded(String cell) {
        return FORMULA.matcher(cell).lookingAt() && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
    }

    private static String unguarded(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == '\'' && FORMULA.matcher(cell).lookingAt() ? cell.substring(1) : cell;
    }

    /** The one that stands most often in the first line, the comma among equals. */
    private static char delimiter(String header) {
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
