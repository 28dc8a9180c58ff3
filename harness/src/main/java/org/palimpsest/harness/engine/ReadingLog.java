package org.palimpsest.harness.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.palimpsest.harness.api.Readings;
import org.palimpsest.results.record.GaugeRow;

/** Keeps what methods and add-ons read off themselves in a task, until it is recorded among the gauges. */
public final class ReadingLog implements Readings {
    private static final Pattern QUANTITY = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    private final Map<String, Double> values = new TreeMap<>();

    @Override
    public void read(String quantity, double value) {
        if (!QUANTITY.matcher(quantity).matches() || !Double.isFinite(value)) {
            throw new IllegalArgumentException("'" + quantity + "' = " + value + " is no reading");
        }
        if (values.putIfAbsent(quantity, value) != null) {
            throw new IllegalArgumentException("'" + quantity + "' is read twice in a task");
        }
    }

    /** The rows of a task, numbered from 1, that was learned in so many updates; what there was is forgotten. */
    List<GaugeRow> take(int task, long step) {
        List<GaugeRow> rows = values.entrySet().stream().map(e -> new GaugeRow(task, step, e.getKey(), "", e.getValue())).toList();
        values.clear();
        return rows;
    }
}
