package org.palimpsest.results.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.results.board.Options;

/** What rows are called: the method, with what sets it apart from others of its name. */
final class Labels {
    private Labels() {}

    /** Options of a method and of its optimiser, each as {@code key=value}. */
    static List<String> settings(Map<String, Object> options, Map<String, Object> training) {
        return Stream.of(options, training).map(Options::line).filter(line -> !line.isEmpty()).flatMap(line -> Options.pairs(line).stream()).toList();
    }

    /**
     * The names of rows of one benchmark.
     *
     * @param methods the method of each
     * @param settings its options
     */
    static List<String> of(List<String> methods, List<List<String>> settings) {
        List<String> labels = new ArrayList<>();
        for (int row = 0; row < methods.size(); row++) {
            String method = methods.get(row);
            List<List<String>> same = IntStream.range(0, methods.size()).filter(other -> methods.get(other).equals(method))
                    .mapToObj(settings::get).toList();
            Set<String> own = new LinkedHashSet<>(settings.get(row));
            own.removeIf(setting -> same.stream().allMatch(other -> other.contains(setting)));
            labels.add(own.isEmpty() ? method : method + " (" + String.join("; ", own) + ")");
        }
        return labels;
    }
}
