package org.palimpsest.harness.config;

import java.util.List;
import java.util.Optional;

/**
 * What somebody asked to run.
 *
 * @param what name or file of a suite or a benchmark
 * @param methods replaces the suite's methods; empty leaves them
 * @param seeds replaces the suite's seeds: a number of seeds or a list with commas
 * @param settings {@code key=value} each
 * @param gauges ids of gauges to read on the way
 */
public record Request(String what, List<String> methods, Optional<String> seeds, List<String> settings, List<String> gauges) {
    /** A request without gauges. */
    public Request(String what, List<String> methods, Optional<String> seeds, List<String> settings) {
        this(what, methods, seeds, settings, List.of());
    }
}
