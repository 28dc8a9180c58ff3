package org.palimpsest.harness.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private static final int MOST_LETTERS = 60;
    private static final int DIGITS = 12;

    /**
     * Name of the leaderboard of a suite: that of the suite, or one of its own where methods or settings make it another one, so that it does not take the
     * place of the whole suite's. Seeds do not.
     *
     * @param suite name of the suite
     */
    public String boardOf(String suite) {
        if (methods.isEmpty() && settings.isEmpty()) {
            return suite;
        }
        String words = Stream.concat(methods.stream(), settings.isEmpty() ? Stream.of() : Stream.of("set-" + Digests.of(Map.of("settings", settings))
                .substring(0, DIGITS))).collect(Collectors.joining("--"));
        return suite + "--" + (words.length() <= MOST_LETTERS ? words : Digests.of(Map.of("methods", methods, "settings", settings)).substring(0, DIGITS));
    }

    /** A request without gauges. */
    public Request(String what, List<String> methods, Optional<String> seeds, List<String> settings) {
        this(what, methods, seeds, settings, List.of());
    }
}
