package org.palimpsest.harness.config;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.plugins.Plugins;

/** All packaged definitions, and those in files. */
@Singleton
public final class Library {
    /** The key of a benchmark that names a training. */
    static final String TRAINING = "training";
    /** The key of a benchmark that names its stream. */
    static final String STREAM = "stream";

    private final StreamPlanners kinds;
    private final Definitions suites;
    private final Definitions benchmarks;
    private final Definitions streams;
    private final Definitions trainings;

    /** The definitions that the plug-ins' class loader sees, of streams of these kinds. */
    @Inject
    public Library(Plugins plugins, StreamPlanners kinds) {
        this.kinds = kinds;
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

    /** What a suite says of itself; what is wrong with it is added to the problems. */
    public Optional<SuiteCard> suite(String name, Problems problems) {
        return suites.values(name, "list", "suites", problems).map(values -> {
            SuiteSpec spec = SuiteSpec.of(name, values, Set.of(), problems);
            List<String> datasets = spec.benchmarks().stream().flatMap(benchmark -> benchmark(benchmark, problems).stream())
                    .flatMap(benchmark -> Optional.ofNullable(benchmark.stream().toMap().get("dataset")).stream()).map(String::valueOf).toList();
            return new SuiteCard(String.valueOf(values.tree().getOrDefault("title", "")),
                    spec.benchmarks().size() * spec.methods().size() * spec.seeds().size(),
                    String.valueOf(values.tree().getOrDefault("takes", "")), datasets);
        });
    }

    /** Whether a name, or a file, stands for a suite; a file that names a stream is a benchmark. */
    public boolean isSuite(String name) {
        return suites.contains(name)
                && suites.values(name, "run", "suite", new Problems()).filter(values -> values.tree().containsKey(STREAM)).isEmpty();
    }

    /** What a suite calls itself, or else its file is called; there need be none. */
    public String suiteId(String name) {
        Object id = suites.contains(name) ? suites.values(name, "run", "suite", new Problems()).map(values -> values.tree().get("id")).orElse(null) : null;
        return id instanceof String text ? text : Suites.baseName(name);
    }

    /** A benchmark; what is wrong with it, or with its stream as declared, is added to the problems. */
    public Optional<Benchmark> benchmark(String name, Problems problems) {
        return benchmarkValues(name, "benchmarks", Optional.empty(), problems)
                .flatMap(values -> bind(values, streamOf(values, name, problems), problems));
    }

    /**
     * A benchmark's raw values, the training that it names put in its place.
     *
     * @param training one that was asked for, which takes the place of the benchmark's own and of the keys beside it; a training
     *     that the benchmark names gives way to the keys beside it
     */
    Optional<Values> benchmarkValues(String name, String askedBy, Optional<String> training, Problems problems) {
        Optional<Values> benchmark = benchmarks.values(name, askedBy, "benchmarks", problems);
        benchmark.ifPresent(values -> {
            Object own = values.tree().remove(TRAINING);
            if (training.isPresent()) {
                trained(training.get(), Setting.SOURCE, problems).forEach((key, value) -> values.override(key, value, trainings.source(training.get())));
            } else if (own instanceof String named) {
                String file = trainings.relativeTo(name, named);
                trained(file, benchmarks.source(name), problems).forEach((key, value) -> {
                    if (!values.tree().containsKey(key)) {
                        values.override(key, value, trainings.source(file));
                    }
                });
            } else if (own != null) {
                problems.at(benchmarks.source(name)).add(TRAINING, own, "must be the name of a training, or a file");
            }
        });
        return benchmark;
    }

    private Map<String, Object> trained(String name, String askedBy, Problems problems) {
        List<String> known = new ArrayList<>(List.of("backbone", "optimiser"));
        kinds.all().forEach(kind -> known.addAll(kind.trained()));
        Map<String, Object> tree = trainings.values(name, askedBy, TRAINING, problems).map(Values::tree).orElseGet(LinkedHashMap::new);
        tree.forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.at(trainings.source(name)).add(key, value, "unknown key" + Names.suggestion(key, known));
            }
        });
        tree.keySet().retainAll(known);
        return tree;
    }

    /**
     * What a benchmark names as its stream.
     *
     * @param kind its kind, if its scenario tells
     * @param draft the stream, if it can be read
     */
    record NamedStream(Optional<StreamPlanner> kind, Optional<StreamDraft> draft) {
        private static final NamedStream NONE = new NamedStream(Optional.empty(), Optional.empty());
    }

    /**
     * The stream that a benchmark names.
     *
     * @param benchmark name or file of the benchmark, which a file of the stream is relative to
     */
    NamedStream streamOf(Values values, String benchmark, Problems problems) {
        Object given = values.tree().get(STREAM);
        boolean text = given instanceof String || given instanceof Integer || given instanceof Long;
        return text ? named(streams.relativeTo(benchmark, String.valueOf(given)), values.sourceOf(STREAM), problems)
                : NamedStream.NONE; // as binding will say
    }

    /** The kind of a benchmark's stream, or where the stream does not tell it the one that knows most of the benchmark's keys. */
    StreamPlanner kindOf(Values values, NamedStream stream) {
        return stream.kind.orElseGet(() -> kinds.nearest(values));
    }

    /** A benchmark with the stream that it names; empty if something is wrong with either. */
    Optional<Benchmark> bind(Values values, NamedStream stream, Problems problems) {
        int before = problems.count();
        StreamPlanner kind = kindOf(values, stream);
        Binder binder = new Binder(problems);
        binder.unknownKeys(StreamPlanners.keys(kind), values.tree(), "", values);
        Optional<BenchmarkSpec> spec = binder.bindOwn(BenchmarkSpec.class, values);
        Optional<? extends Record> section = binder.bindOwn(kind.section(), values);
        return problems.count() > before || stream.draft.isEmpty() ? Optional.empty()
                : Optional.of(new Benchmark(spec.orElseThrow(), section.orElseThrow(), stream.draft.get(), values));
    }

    /** A stream as declared; problems name the file that asked for it. */
    public Optional<StreamDraft> stream(String name, String askedBy, Problems problems) {
        return named(name, askedBy, problems).draft;
    }

    private NamedStream named(String name, String askedBy, Problems problems) {
        Optional<Values> values = streams.values(name, askedBy, STREAM, problems);
        if (values.isEmpty()) {
            return NamedStream.NONE;
        }
        String file = streams.isPackaged(name) ? "" : name;
        Optional<StreamPlanner> kind = kinds.of(values.get());
        if (kind.isEmpty()) {
            kinds.refuse(file, values.get(), problems);
        }
        return new NamedStream(kind, kind.flatMap(k -> k.read(file, values.get(), problems)));
    }
}
