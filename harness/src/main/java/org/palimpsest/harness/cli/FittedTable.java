package org.palimpsest.harness.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Rows of named cells as people read them: a heading, columns that fit a width, and what is longer on more lines. */
final class FittedTable {
    /** No line is broken. */
    static final int ENDLESS = Integer.MAX_VALUE;
    private static final int GAP = 2;
    /** A last column that is left less than this goes below its row. */
    private static final int READABLE = 40;
    private static final int BELOW = 4;

    private final List<String> keys;
    private final int width;
    private final int indent;
    private final int[] widths;
    private final boolean below;

    private FittedTable(List<Map<String, Object>> rows, List<String> keys, int width, int indent) {
        this.keys = keys;
        this.width = width;
        this.indent = indent;
        int[] beside = widths(rows, keys, width - indent);
        int last = beside[beside.length - 1];
        below = last < Math.min(READABLE, longest(rows, keys.get(keys.size() - 1)));
        widths = below ? widths(rows, keys.subList(0, keys.size() - 1), width - indent) : beside;
    }

    /**
     * Lines of a table.
     *
     * @param rows at least one
     * @param keys cells to show, in order; what is not among them is left out
     * @param width characters in a line, unless single words need more
     */
    static List<String> of(List<Map<String, Object>> rows, List<String> keys, int width) {
        return sections(Map.of("", rows), keys, width);
    }

    /** The same with rows in groups, each below its name; a lone group needs none. */
    static List<String> sections(Map<String, List<Map<String, Object>>> groups, List<String> keys, int width) {
        boolean named = groups.size() > 1;
        FittedTable table = new FittedTable(groups.values().stream().flatMap(List::stream).toList(), keys, width, named ? GAP : 0);
        List<String> lines = new ArrayList<>(table.lines(keys));
        groups.forEach((name, rows) -> {
            if (named) {
                lines.add(name + ":");
            }
            rows.forEach(row -> lines.addAll(table.lines(keys.stream().map(key -> cell(row, key)).toList())));
        });
        return lines;
    }

    private static String cell(Map<String, Object> row, String key) {
        return String.valueOf(row.get(key));
    }

    private static int longest(List<Map<String, Object>> rows, String key) {
        return rows.stream().mapToInt(row -> cell(row, key).length()).max().orElse(0);
    }

    /** As wide as the widest cells; where that is too wide, the widest columns give way, but not below their longest words. */
    private static int[] widths(List<Map<String, Object>> rows, List<String> keys, int width) {
        int[] widths = new int[keys.size()];
        int[] least = new int[keys.size()];
        for (int i = 0; i < widths.length; i++) {
            String key = keys.get(i);
            widths[i] = Math.max(key.length(), longest(rows, key));
            least[i] = Math.max(key.length(), rows.stream().flatMap(row -> Arrays.stream(cell(row, key).split(" ")))
                    .mapToInt(String::length).max().orElse(0));
        }
        int over = Arrays.stream(widths).sum() + GAP * (widths.length - 1) - width;
        for (; over > 0; over--) {
            int widest = IntStream.range(0, widths.length).filter(i -> widths[i] > least[i]).reduce((a, b) -> widths[b] > widths[a] ? b : a).orElse(-1);
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private List<String> lines(List<String> cells) {
        List<List<String>> wrapped = IntStream.range(0, widths.length).mapToObj(i -> wrapped(cells.get(i), widths[i])).toList();
        List<String> lines = new ArrayList<>();
        for (int part = 0; part < wrapped.stream().mapToInt(List::size).max().orElse(0); part++) {
            StringBuilder line = new StringBuilder(" ".repeat(indent));
            for (int i = 0; i < widths.length; i++) {
                String text = part < wrapped.get(i).size() ? wrapped.get(i).get(part) : "";
                line.append(text).append(" ".repeat(Math.max(0, widths[i] - text.length()) + GAP));
            }
            lines.add(line.toString().stripTrailing());
        }
        if (below) {
            String margin = " ".repeat(indent + BELOW);
            wrapped(cells.get(keys.size() - 1), width - margin.length()).forEach(line -> lines.add(margin + line));
        }
        return lines;
    }

    private static List<String> wrapped(String cell, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : cell.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
