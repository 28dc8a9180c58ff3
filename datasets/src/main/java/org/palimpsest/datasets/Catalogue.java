package org.palimpsest.datasets;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Data sets that can be asked for by name. Knows none by itself: whoever makes one brings the sources. */
public final class Catalogue {

    private final List<DatasetSource> sources;

    /**
     * A catalogue of some sources.
     *
     * @param sources the sources in the order in which to list them
     * @throws IllegalArgumentException if two have the same name
     */
    public Catalogue(List<? extends DatasetSource> sources) {
        this.sources = List.copyOf(sources);
        Set<String> names = new HashSet<>();
        for (String name : names()) {
            if (!names.add(name)) {
                throw new IllegalArgumentException("two data sets are named '" + name + "'");
            }
        }
    }

    /** All sources, in the order in which to list them. */
    public List<DatasetSource> sources() {
        return sources;
    }

    /** The names of all sources, in the same order. */
    public List<String> names() {
        return sources.stream().map(source -> source.info().name()).toList();
    }

    /**
     * The source of a name.
     *
     * @throws InvalidInputException if there is none, with the nearest name
     */
    public DatasetSource find(String name) {
        return sources.stream()
                .filter(source -> source.info().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        new Problem("", "dataset", name, "unknown data set" + Names.suggestion(name, names()))));
    }
}
