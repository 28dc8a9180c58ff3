package org.palimpsest.results.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A library whose words for metrics, and whose definitions of them, a leaderboard can be told in. The metrics are pure
 * functions of the same record as ours, named as the library names them.
 */
public enum Dialect {
    AVALANCHE(4),
    MAMMOTH(2),
    PYCIL(2),
    CONTINUUM(4),
    CAPYMOA(4);

    private final int decimals;

    Dialect(int decimals) {
        this.decimals = decimals;
    }

    /** The names of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Dialect::id).toList();
    }

    /** The dialect of a name. */
    public static Optional<Dialect> find(String id) {
        return Arrays.stream(values()).filter(dialect -> dialect.id().equals(id)).findFirst();
    }

    /** The name used on the command line: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Decimals that the library prints. */
    public int decimals() {
        return decimals;
    }

    /**
     * Its metrics, in the order they are shown.
     *
     * @param scenario the stream's scenario, which decides on the reading where the library knows but one
     */
    public List<DialectMetric> metrics(String scenario) {
        Measure measure = Measure.TASK_IL.scenarios().contains(scenario) ? Measure.TASK_IL : Measure.CLASS_IL;
        return switch (this) {
            case AVALANCHE -> AvalancheMetrics.all(measure);
            case MAMMOTH -> MammothMetrics.all();
            case PYCIL -> PycilMetrics.all();
            case CONTINUUM -> ContinuumMetrics.all(measure);
            case CAPYMOA -> CapymoaMetrics.all(measure);
        };
    }
}
