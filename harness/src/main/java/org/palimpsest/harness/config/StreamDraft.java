package org.palimpsest.harness.config;

import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Problems;

/** A stream as declared. */
public interface StreamDraft {
    /** The scenario, as files name it. */
    String scenario();

    /** The declaration with all defaults, by key. */
    Map<String, Object> toMap();

    /** Adds what is wrong with the declaration given the data, which are loaded for that, or that these are missing. */
    void check(Problems problems);

    /**
     * Looks up and checks all that a benchmark needs of the stream, its data included.
     *
     * @return the stream, ready to be learned; empty if something is wrong, which is added to the problems
     */
    Optional<? extends PlannedStream> plan(Benchmark benchmark, Problems problems);
}
