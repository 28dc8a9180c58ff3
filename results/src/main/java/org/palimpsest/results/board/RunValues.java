package org.palimpsest.results.board;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The numbers of a run by their columns, which many runs share; cannot be changed. */
final class RunValues extends AbstractMap<String, Double> {
    private final Columns columns;
    private final double[] values;

    /**
     * Numbers of one run.
     *
     * @param values one a column, NaN where it has none; not copied
     */
    RunValues(Columns columns, double[] values) {
        this.columns = columns;
        this.values = values;
    }

    /**
     * Columns with their places.
     *
     * @param names in order
     * @param places by name
     */
    record Columns(List<String> names, Map<String, Integer> places) {
        Columns(List<String> names) {
            this(names, new HashMap<>());
            IntStream.range(0, names.size()).forEach(i -> places.put(names.get(i), i));
        }
    }

    @Override
    public Double get(Object column) {
        Integer place = columns.places.get(column);
        return place == null || Double.isNaN(values[place]) ? null : (Double) values[place];
    }

    @Override
    public boolean containsKey(Object column) {
        return get(column) != null;
    }

    @Override
    public Set<Entry<String, Double>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Double>> iterator() {
                return there().<Entry<String, Double>>mapToObj(i -> Map.entry(columns.names.get(i), values[i])).iterator();
            }

            @Override
            public int size() {
                return (int) there().count();
            }
        };
    }

    private IntStream there() {
        return IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i]));
    }
}
