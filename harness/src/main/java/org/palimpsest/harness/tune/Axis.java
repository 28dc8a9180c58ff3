package org.palimpsest.harness.tune;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.Problems;

/**
 * What one option is varied over: values in a list, or a range.
 *
 * @param key of the option
 * @param values as written; empty if it is a range
 * @param range empty if it is a list
 */
public record Axis(String key, List<String> values, Optional<Range> range) {
    /** What users write. */
    public static final String FORM = "must look like METHOD.lr=0.01,0.03,0.1 or METHOD.buffer=100..1000, with :log behind it for equal ratios, "
            + "and :5 for five values";

    /** Copies the list. */
    public Axis {
        values = List.copyOf(values);
    }

    /**
     * Reads {@code key=a,b,c} or {@code key=low..high[:log][:points]}.
     *
     * @return empty if it is neither, which is added to the problems
     */
    public static Optional<Axis> parse(String text, Problems problems) {
        int equals = text.indexOf('=');
        String key = equals < 1 ? "" : text.substring(0, equals).strip();
        if (key.isEmpty()) {
            problems.add(text, "", FORM);
            return Optional.empty();
        }
        String written = text.substring(equals + 1).strip();
        if (Range.looksLike(written)) {
            return Range.parse(key, written, problems).map(range -> new Axis(key, List.of(), Optional.of(range)));
        }
        List<String> values = new ArrayList<>();
        for (String value : written.split(",", -1)) {
            values.add(value.strip());
        }
        if (values.contains("") || new HashSet<>(values).size() < values.size()) {
            problems.add(key, written, values.contains("") ? "has nothing between two commas, or before or behind one" : "has a value twice");
            return Optional.empty();
        }
        return Optional.of(new Axis(key, values, Optional.empty()));
    }

    /** The values that a grid has of it; empty for a range that does not say how many. */
    public List<String> grid() {
        return range.map(Range::points).orElse(values);
    }

    /** One value by chance. */
    String draw(UniformRandomProvider random) {
        return range.isPresent() ? range.get().at(random.nextDouble()) : values.get(random.nextInt(values.size()));
    }
}
