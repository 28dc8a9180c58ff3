package org.palimpsest.harness.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.RecipeModule;

/** All that planning has to know of one kind of streams. The kind of a stream follows from the scenario that its file names. */
public interface StreamPlanner {
    /** The scenarios of its streams, as files name them. */
    List<String> scenarios();

    /** The record of the keys that its benchmarks have besides those of {@link BenchmarkSpec}. */
    Class<? extends Record> section();

    /** Which keys of its section a training may say. */
    List<String> trained();

    /** The plug-ins whose options stand under a key of its section. */
    default Map<String, Collection<? extends RecipeModule<?>>> plugins() {
        return Map.of();
    }

    /**
     * Reads the declaration of a stream, without a look at its data.
     *
     * @param file that it was read from, which other files that it names are relative to; empty if it is packaged
     * @param values as written
     * @return the stream; empty if something is wrong with it, which is added to the problems
     */
    Optional<? extends StreamDraft> read(String file, Values values, Problems problems);
}
