package org.palimpsest.results.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A table in no form yet, see {@link TableFormat}.
 *
 * @param title what people read above it
 * @param key what all of its rows share, for programs: name to word
 * @param headings one a column
 * @param lines one a row, with as many cells as there are headings
 * @param notes what people read below it
 */
public record Sheet(String title, Map<String, String> key, List<Heading> headings, List<Line> lines, List<String> notes) {
    /** Copies the lists and the map. */
    public Sheet {
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        headings = List.copyOf(headings);
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }

    /**
     * What stands above a column.
     *
     * @param title for people
     * @param id for programs
     * @param words whether it holds words, which begin on the left
     */
    public record Heading(String title, String id, boolean words) {}

    /** A row. */
    public record Line(List<Cell> cells, TextTable.Style style) {
        /** Copies the cells. */
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /** A column of things of one kind. */
    public record Column<T>(Heading heading, Function<T, Cell> cell) {
        /** A column of words. */
        public static <T> Column<T> words(String title, Function<T, String> text) {
            return new Column<>(new Heading(title, title.replace(' ', '_'), true), thing -> Cell.words(text.apply(thing)));
        }

        /** A column of numbers. */
        public static <T> Column<T> numbers(String title, String id, Function<T, Cell> cell) {
            return new Column<>(new Heading(title, id, false), cell);
        }
    }

    /** A table with a row for each of some things. */
    public static <T> Sheet of(String title, Map<String, String> key, List<Column<T>> columns, List<T> things, Function<T, TextTable.Style> style) {
        List<Line> lines = things.stream()
                .map(thing -> new Line(columns.stream().map(column -> column.cell().apply(thing)).toList(), style.apply(thing)))
                .toList();
        return new Sheet(title, key, columns.stream().map(Column::heading).toList(), lines, List.of());
    }

    /** This with a note more below it. */
    public Sheet note(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new Sheet(title, key, headings, lines, more);
    }
}
