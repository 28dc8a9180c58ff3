package org.palimpsest.harness.config;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.StreamSpec;
import org.palimpsest.harness.plugins.Plugins;

/** All packaged definitions. */
@Singleton
public final class Library {
    private final Definitions suites;
    private final Definitions benchmarks;
    private final Definitions streams;

    /** The definitions that the plug-ins' class loader sees. */
    @Inject
    public Library(Plugins plugins) {
        suites = new Definitions("suites", plugins.classLoader());
        benchmarks = new Definitions("benchmarks", plugins.classLoader());
        streams = new Definitions("streams", plugins.classLoader());
    }

    /** Suites. */
    public Definitions suites() {
        return suites;
    }

    /** Benchmarks. */
    public Definitions benchmarks() {
        return benchmarks;
    }

    /** Streams. */
    public Definitions streams() {
        return streams;
    }

    /** A benchmark as written; for listings and descriptions. */
    public Optional<BenchmarkSpec> benchmark(String name, List<Problem> problems) {
        return benchmarks.bind(name, BenchmarkSpec.class, new Binder(problems));
    }

    /** A stream definition; problems name the file that asked for it. A class-order file is relative to the stream's file. */
    public Optional<StreamSpec> stream(String name, String askedBy, List<Problem> problems) {
        Optional<Values> values = streams.values(name, askedBy, "stream", problems);
        values.filter(v -> v.tree().get("classOrderFile") instanceof String).ifPresent(v -> {
            Path order = Path.of((String) v.tree().get("classOrderFile"));
            Path beside = streams.names().contains(name) ? order : Path.of(name).resolveSibling(order);
            v.tree().put("classOrderFile", beside.toString());
        });
        return values.flatMap(v -> new Binder(problems).bind(StreamSpec.class, v));
    }
}
