package org.palimpsest.results.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A table in columns for a terminal: words to the left, numbers to the right. Widths count characters. */
public final class TextTable {
    public static final String MISSING = "–";

    private static final String GAP = "  ";

    private final List<String> header;
    private final Set<Integer> words;
    private final boolean colour;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Style> styles = new ArrayList<>();

    /** A table; the columns named in {@code words}, counted from 0, hold words. */
    public TextTable(boolean colour, Set<Integer> words, List<String> header) {
        this.colour = colour;
        this.words = words;
        this.header = header;
    }

    /** Adds a row. */
    public void row(Style style, List<String> cells) {
        rows.add(cells.stream().map(cell -> cell.replaceAll("\\p{Cntrl}", "?")).toList()); // a row is a line, whatever is in it
        styles.add(style);
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, header.size()).map(this::width).toArray();
        StringBuilder text = new StringBuilder(line(Style.HEADER, header, widths));
        IntStream.range(0, rows.size()).forEach(i -> text.append(line(styles.get(i), rows.get(i), widths)));
        return text.toString();
    }

    private String line(Style style, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - length(cell));
            line.append(column == 0 ? "" : GAP).append(words.contains(column) ? cell + padding : padding + cell);
        }
        return style.apply(line.toString().stripTrailing(), colour) + "\n";
    }

    private int width(int column) {
        int rowsWidth = rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
        return Math.max(length(header.get(column)), rowsWidth);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /** How a line stands out where colours are on. */
    public enum Style {
        HEADER("1"),
        PLAIN(""),
        BEST("32"),
        QUIET("2"),
        BAD("31");

        private final String code;

        Style(String code) {
            this.code = code;
        }

        /** A line in this style, where colours are wanted. */
        public String apply(String line, boolean colour) {
            return colour && !code.isEmpty() ? "\u001b[" + code + "m" + line + "\u001b[0m" : line;
        }
    }
}
