package org.palimpsest.results.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.palimpsest.results.record.RunRecord;

/** The metrics and measures there are: those of this program and those of its plug-ins. */
public final class Metrics {
    private static final Pattern ID = Pattern.compile("[a-z0-9._]+");
    private static final Metrics BUILT_IN = of(Metrics.class.getClassLoader());

    private final List<Measure> measures;
    private final List<Metric> metrics;
    private final Map<String, MetricColumn> columns = new LinkedHashMap<>();

    private Metrics(List<Measure> measures, List<Metric> metrics) {
        this.measures = List.copyOf(measures);
        this.metrics = List.copyOf(metrics);
        for (Measure measure : measures) {
            for (Metric metric : metrics) {
                if (metric.reads(measure)) {
                    MetricColumn column = new MetricColumn(measure, metric);
                    columns.put(column.id(), column);
                }
            }
        }
    }

    /** Those on the class path. */
    public static Metrics builtIn() {
        return BUILT_IN;
    }

    /**
     * Those that a class loader and its parents offer as services.
     *
     * @throws IllegalArgumentException if an id is given twice or cannot be one
     * @throws java.util.ServiceConfigurationError if a provider cannot be loaded
     */
    public static Metrics of(ClassLoader loader) {
        List<MetricProvider> providers = new ArrayList<>();
        ServiceLoader.load(MetricProvider.class, loader).forEach(providers::add);
        providers.sort(Comparator.comparingInt(MetricProvider::order).thenComparing(provider -> provider.getClass().getName()));
        return new Metrics(
                unique(providers, MetricProvider::measures, Measure::id, "measures"),
                unique(providers, MetricProvider::metrics, Metric::id, "metrics"));
    }

    private static <T> List<T> unique(
            List<MetricProvider> providers, Function<MetricProvider, List<T>> offered, Function<T, String> id, String what) {
        Map<String, String> origins = new LinkedHashMap<>();
        List<T> all = new ArrayList<>();
        for (MetricProvider provider : providers) {
            for (T one : offered.apply(provider)) {
                String origin = provider.getClass().getName();
                String other = origins.putIfAbsent(id.apply(one), origin);
                if (other != null) {
                    throw new IllegalArgumentException("two " + what + " have the id '" + id.apply(one) + "': " + other + " and " + origin);
                }
                if (!ID.matcher(id.apply(one)).matches()) {
                    throw new IllegalArgumentException("'" + id.apply(one) + "', of " + origin + ", cannot be an id of " + what);
                }
                all.add(one);
            }
        }
        return all;
    }

    /** All metrics, in the order of the leaderboard's columns. */
    public List<Metric> all() {
        return metrics;
    }

    /** All measures, in the order of the leaderboard's columns. */
    public List<Measure> measures() {
        return measures;
    }

    /** Every metric under every measure that it reads, by measure and metric. */
    public List<MetricColumn> columns() {
        return List.copyOf(columns.values());
    }

    /** A column by its name. */
    public Optional<MetricColumn> column(String id) {
        return Optional.ofNullable(columns.get(id));
    }

    /** The metric of an id, or of a column: {@code forgetting.max} and {@code class_il.forgetting.max} are the same. */
    public Optional<Metric> find(String name) {
        return metrics.stream().filter(metric -> metric.id().equals(name)).findFirst().or(() -> column(name).map(MetricColumn::metric));
    }

    /**
     * The measures that can decide the rank on streams of a scenario: those that name it, otherwise {@link Measure#CLASS_IL}. A later one does
     * where values of the earlier ones are missing.
     */
    public List<Measure> ranking(String scenario) {
        List<Measure> named = measures.stream().filter(measure -> measure.scenarios().contains(scenario)).toList();
        return named.isEmpty() ? List.of(Measure.CLASS_IL) : named;
    }

    /** The first of them. */
    public Measure primary(String scenario) {
        return ranking(scenario).get(0);
    }

    private static OptionalDouble value(Metric metric, MetricContext context) {
        try {
            return metric.value(context);
        } catch (RuntimeException e) {
            throw new IllegalStateException("metric " + metric.id() + " (" + metric.getClass().getName() + ") cannot be computed for "
                    + context.run().id().relativePath() + ": " + e, e);
        }
    }

    /** The values of a run by column; what it does not define is not there. */
    public Map<String, Double> values(RunRecord record) {
        return values(record, List.of());
    }

    /**
     * The values of a run among others.
     *
     * @param scratch those that learned each task from scratch, see {@link MetricContext#scratch}
     */
    public Map<String, Double> values(RunRecord record, List<RunRecord> scratch) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Measure measure : measuresIn(record)) {
            MetricContext context = MetricContext.of(record, measure, scratch);
            metrics.stream().filter(metric -> metric.reads(measure)).forEach(metric ->
                    value(metric, context).ifPresent(value -> values.put(measure.column(metric.id()), value)));
        }
        return values;
    }

    private List<Measure> measuresIn(RunRecord record) {
        return measures.stream().filter(measure -> measure.isIn(record)).toList();
    }

    /** What a run contributes to the values of its row, of each column of a {@link PooledMetric} that it defines. */
    public Map<String, List<Double>> parts(RunRecord record) {
        Map<String, List<Double>> parts = new LinkedHashMap<>();
        List<Measure> known = measuresIn(record);
        for (MetricColumn column : columns.values()) {
            if (column.metric() instanceof PooledMetric pooled && known.contains(column.measure())) {
                List<Double> ofRun = pooled.parts(MetricContext.of(record, column.measure()));
                if (!ofRun.isEmpty()) {
                    parts.put(column.id(), ofRun);
                }
            }
        }
        return parts;
    }
}
