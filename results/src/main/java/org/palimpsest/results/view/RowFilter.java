package org.palimpsest.results.view;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.palimpsest.results.board.ColumnNames;
import org.palimpsest.results.board.Decimal;
import org.palimpsest.results.board.LeaderboardRow;
import org.palimpsest.results.board.Options;
import org.palimpsest.results.board.Standing;
import org.palimpsest.results.board.Standings;

/**
 * What a row must be like: {@code method=er*}, {@code buffer=500}, {@code forgetting<0.2}. A name is that of a word of the row, of one of its options, or
 * of a column; stars stand for any text; numbers are compared as numbers.
 */
public final class RowFilter {
    private static final Pattern FORM = Pattern.compile("([^<>=!]+?)\\s*(<=|>=|!=|=|<|>)\\s*(.*)");

    private final String name;
    private final String relation;
    private final String value;

    private RowFilter(String name, String relation, String value) {
        this.name = name;
        this.relation = relation;
        this.value = value;
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static RowFilter of(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be NAME=VALUE, or have !=, <, <=, > or >= in between");
        }
        if (matcher.group(2).matches("[<>]=?") && number(matcher.group(3)).isEmpty()) {
            throw new IllegalArgumentException("'" + matcher.group(3) + "' is no number");
        }
        return new RowFilter(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    /** The name that the condition is about. */
    public String name() {
        return name;
    }

    /** Every name that some row has. */
    public static List<String> names(Standings standings) {
        Set<String> names = new LinkedHashSet<>();
        standings.rows().forEach(standing -> names.addAll(words(standing.row()).keySet()));
        standings.tables().forEach(table -> names.addAll(new ColumnNames(table.get(0).row(), standings.metrics()).all()));
        return List.copyOf(names);
    }

    /** The condition on rows; those that have nothing of the name do not meet it, but with {@code !=}. */
    public Predicate<Standing> in(Standings standings) {
        return standing -> {
            String word = words(standing.row()).get(name);
            if (word != null) {
                return holds(word);
            }
            OptionalDouble number = new ColumnNames(standing.row(), standings.metrics()).find(name).map(standing::mean).orElse(OptionalDouble.empty());
            return number.isPresent() ? holds(Double.toString(number.getAsDouble())) : relation.equals("!=");
        };
    }

    private static Map<String, String> words(LeaderboardRow row) {
        Map<String, String> words = new LinkedHashMap<>();
        words.putAll(Options.texts(row.training()));
        words.putAll(Options.texts(row.options()));
        words.put("benchmark", row.benchmark());
        words.put("scenario", row.scenario());
        words.put("method", row.method());
        words.put("bound", Boolean.toString(row.bound()));
        return words;
    }

    private boolean holds(String actual) {
        OptionalDouble a = number(actual);
        OptionalDouble b = number(value);
        if (a.isPresent() && b.isPresent()) {
            int order = Double.compare(a.getAsDouble(), b.getAsDouble());
            return switch (relation) {
                case "=" -> order == 0;
                case "!=" -> order != 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        }
        String pattern = List.of(value.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*"));
        return actual.matches("(?s)" + pattern) == relation.equals("=") && (relation.equals("=") || relation.equals("!="));
    }

    private static OptionalDouble number(String text) {
        double number = Decimal.parse(text);
        return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
