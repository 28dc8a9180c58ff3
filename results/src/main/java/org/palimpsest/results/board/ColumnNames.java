package org.palimpsest.results.board;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.Metrics;

/**
 * What the columns of a table can be called: by their own name, {@code class_il.forgetting.max} or {@code updates}; of metrics under the measure that ranks
 * the table, by the metric's alone, {@code forgetting.max}; and by what stands above them, {@code forgetting}.
 */
public final class ColumnNames {
    private final Layout layout;
    private final Measure measure;
    private final Metrics metrics;

    /** The names in the table of a row. */
    public ColumnNames(LeaderboardRow row, Metrics metrics) {
        this.measure = LeaderboardTable.measure(row, metrics);
        this.layout = LeaderboardTable.layout(row, metrics);
        this.metrics = metrics;
    }

    /** The column of a name. */
    public Optional<String> find(String name) {
        return Stream.of(name, measure.column(name)).filter(column -> Quantity.find(column, metrics).isPresent()).findFirst()
                .or(() -> layout.shown().stream()
                        .filter(shown -> shown.header().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                        .map(Layout.Shown::column).findFirst());
    }

    /** Every name. */
    public List<String> all() {
        Stream<String> columns = Quantity.all(metrics).stream().map(Quantity::id);
        Stream<String> ofMetrics = metrics.all().stream().filter(metric -> metric.reads(measure)).map(metric -> metric.id());
        return Stream.of(layout.shown().stream().map(Layout.Shown::header), ofMetrics, columns).flatMap(names -> names).distinct().toList();
    }

    /** How a column is shown, by the header that the layout has for it or by its name. */
    Layout.Shown shown(String name) {
        String column = find(name).orElseThrow(() -> new IllegalArgumentException("there is no column named '" + name + "'"));
        return layout.shown().stream().filter(shown -> shown.column().equals(column)).findFirst()
                .orElse(new Layout.Shown(name, column, metrics.column(column).isPresent()));
    }
}
