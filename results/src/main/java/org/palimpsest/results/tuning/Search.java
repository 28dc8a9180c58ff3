package org.palimpsest.results.tuning;

import java.util.List;

/**
 * A search for the options of a method on a benchmark.
 *
 * @param name of the search
 * @param part which of its methods, from 1: one may be searched for several times side by side, with other options that are not varied
 * @param protocol digest of the benchmark that the options are meant for
 * @param chosen {@link org.palimpsest.results.record.RunId#digest} of runs with the options that were chosen
 * @param trials all runs that were made to choose them
 */
public record Search(String name, int part, String protocol, String chosen, List<Trial> trials) {
    /** Copies the list. */
    public Search {
        trials = List.copyOf(trials);
    }

    /** Whether both are one search for one protocol, perhaps made twice. */
    boolean isSame(Search other) {
        return name.equals(other.name) && part == other.part && protocol.equals(other.protocol);
    }

    /** Whether who made this one knew what came of the other, which was made before. */
    boolean follows(Search other) {
        return protocol.equals(other.protocol) && (!name.equals(other.name) || part == other.part);
    }
}
