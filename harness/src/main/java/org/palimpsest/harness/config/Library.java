package org.palimpsest.harness.config;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.stream.StreamSpec;
import org.palimpsest.harness.plugins.Plugins;

/** All packaged definitions. */
@Singleton
public final class Library {
    /** The key of a benchmark that names a training. */
    static final String TRAINING = "training";
    /** What a training may say of a benchmark. */
    private static final List<String> TRAINED = List.of("backbone", "normaliser", "head", "augment", "budget", "optimiser");

    private final Definitions suites;
    private final Definitions benchmarks;
    private final Definitions streams;
    private final Definitions trainings;

    /** The definitions that the plug-ins' class loader sees. */
    @Inject
    public Library(Plugins plugins) {
        suites = new Definitions("suites", plugins.classLoader());
        benchmarks = new Definitions("benchmarks", plugins.classLoader());
        streams = new Definitions("streams", plugins.classLoader());
        trainings = new Definitions("trainings", plugins.classLoader());
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

    /** Trainings: a network and how it is trained, under a name that benchmarks share. */
    public Definitions trainings() {
        return trainings;
    }

    /** Whether a name, or a file, stands for a suite; a file that names a stream is a benchmark. */
    public boolean isSuite(String name) {
        return suites.contains(name) && suites.values(name, "run", "suite", new ArrayList<>()).filter(values -> values.tree().containsKey("stream")).isEmpty();
    }

    /** A benchmark as written; for listings and descriptions. */
    public Optional<BenchmarkSpec> benchmark(String name, List<Problem> problems) {
        return benchmark(name, "benchmarks", Optional.empty(), problems).flatMap(values -> new Binder(problems).bind(BenchmarkSpec.class, values));
    }

    /**
     * A benchmark's raw values, the training that it names put in its place.
     *
     * @param training one that was asked for, which takes the place of the benchmark's own and of the keys beside it; a training
     *     that the benchmark names gives way to the keys beside it
     */
    Optional<Values> benchmark(String name, String askedBy, Optional<String> training, List<Problem> problems) {
        Optional<Values> benchmark = benchmarks.values(name, askedBy, "benchmarks", problems);
        benchmark.ifPresent(values -> {
            Object own = values.tree().remove(TRAINING);
            if (training.isPresent()) {
                trained(training.get(), Setting.SOURCE, problems).forEach((key, value) -> values.override(key, value, trainings.source(training.get())));
            } else if (own != null) {
                String file = trainings.relativeTo(name, String.valueOf(own));
                trained(file, benchmarks.source(name), problems).forEach((key, value) -> {
                    if (!values.tree().containsKey(key)) {
                        values.override(key, value, trainings.source(file));
                    }
                });
            }
        });
        return benchmark;
    }

    private Map<String, Object> trained(String name, String askedBy, List<Problem> problems) {
        Map<String, Object> tree = trainings.values(name, askedBy, TRAINING, problems).map(Values::tree).orElseGet(LinkedHashMap::new);
        tree.forEach((key, value) -> {
            if (!TRAINED.contains(key)) {
                problems.add(new Problem(trainings.source(name), key, String.valueOf(value), "unknown key" + Names.suggestion(key, TRAINED)));
            }
        });
        tree.keySet().retainAll(TRAINED);
        return tree;
    }

    /**
     * A stream definition. A class-order file is relative to the stream's file.
     *
     * @param problems told of what is wrong, by the file that asked for it; of keys of other scenarios even if there is a result
     */
    public Optional<StreamSpec> stream(String name, String askedBy, List<Problem> problems) {
        Optional<Values> values = streams.values(name, askedBy, "stream", problems);
        values.filter(v -> v.tree().get("classOrderFile") instanceof String).ifPresent(v -> {
            Path order = Path.of((String) v.tree().get("classOrderFile"));
            Path beside = streams.names().contains(name) ? order : Path.of(name).resolveSibling(order);
            v.tree().put("classOrderFile", beside.toString());
        });
        return values.flatMap(v -> new Binder(problems).stream(v));
    }
}
