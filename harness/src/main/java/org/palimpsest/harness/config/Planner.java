package org.palimpsest.harness.config;

import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.Learns;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.harness.gauges.Gauges;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.PluginInfo;
import org.palimpsest.results.record.RunId;

/** Turns a request into runs, or into a list of everything that is wrong with it. */
public final class Planner {
    private static final String METHODS = "methods";

    private final Library library;
    private final Plugins plugins;
    private final StreamPlanners kinds;

    /** A planner of runs over streams of these kinds. */
    @Inject
    public Planner(Library library, Plugins plugins, StreamPlanners kinds) {
        this.library = library;
        this.plugins = plugins;
        this.kinds = kinds;
    }

    /**
     * Plans.
     *
     * @throws InvalidInputException with every problem of the request, its suite, benchmarks, streams and options
     */
    public Plan plan(Request request) {
        Problems problems = new Problems();
        return plan(new Suites(library, plugins).of(request, problems), request, problems);
    }

    /** The suite of a request, its benchmarks named so that they are found from anywhere; what is wrong with it is added to the problems. */
    public SuiteSpec suite(Request request, Problems problems) {
        SuiteSpec suite = new Suites(library, plugins).of(request, problems);
        return new SuiteSpec(suite.name(), suite.source(), suite.benchmarks().stream().map(name -> library.benchmarks().fromAnywhere(suite.source(), name))
                .toList(), suite.methods(), suite.seeds());
    }

    /**
     * Plans a suite.
     *
     * @param request what else was asked for: its settings and gauges
     * @throws InvalidInputException with every problem of the suite, its benchmarks, streams and options
     */
    public Plan plan(SuiteSpec suite, Request request) {
        return plan(suite, request, new Problems());
    }

    private Plan plan(SuiteSpec suite, Request request, Problems problems) {
        List<Gauge> gauges = Gauges.of(request.gauges(), "run", "--gauges", problems);
        List<Setting> settings = request.settings().stream().flatMap(s -> Setting.parse(s, problems).stream()).toList();
        String asker = request.methods().isEmpty() ? suite.source() : "--methods";
        Recipes recipes = new Recipes(suite, asker, settings, kinds, plugins, problems);
        List<Written> written = suite.benchmarks().stream()
                .flatMap(benchmark -> written(benchmark, suite.source(), recipes.settings(), problems).stream()).toList();
        List<StreamPlanner> met = written.stream().flatMap(benchmark -> benchmark.stream.kind().stream()).toList();
        if (met.size() == suite.benchmarks().size()) {
            recipes.settings().requireUse(met, problems);
        }
        List<Protocol> protocols = written.stream().flatMap(benchmark -> protocol(benchmark, problems).stream()).toList();
        if (protocols.isEmpty()) {
            // there is nothing to run, but the options of the methods may be wrong as well
            recipes.plan(Map.of(), problems);
        }
        List<PlannedRun> runs = new ArrayList<>();
        for (Protocol protocol : protocols) {
            protocol.stream.check(suite.seeds(), problems);
            List<PlannedRecipe> planned = recipes.plan(Binder.toMap(protocol.benchmark.optimiser()), problems);
            planned.forEach(recipe -> check(recipe, protocol, problems.at(suite.source())));
            for (long seed : suite.seeds()) {
                planned.forEach(recipe -> runs.add(run(protocol, recipe, seed)));
            }
        }
        if (problems.isEmpty()) {
            requireDistinct(runs, problems.at(suite.source()));
        }
        problems.throwIfAny();
        if (protocols.size() < suite.benchmarks().size()) {
            throw new IllegalStateException("a benchmark cannot be planned, but nothing was said of why: " + suite.benchmarks());
        }
        return new Plan(suite.name(), runs, gauges);
    }

    /** A benchmark as its file, its training and the settings for its kind write it; empty if there is no such file. */
    private Optional<Written> written(String name, String askedBy, Settings settings, Problems problems) {
        String file = library.benchmarks().relativeTo(askedBy, name);
        Optional<Values> raw = library.benchmarkValues(file, askedBy, settings.common(Library.TRAINING), problems);
        return raw.map(values -> {
            settings.common(Library.STREAM).ifPresent(other -> values.override(Library.STREAM, other, Setting.SOURCE));
            Library.NamedStream stream = library.streamOf(values, file, problems);
            settings.apply(library.kindOf(values, stream), values, problems);
            return new Written(values, stream);
        });
    }

    /** A benchmark with all that it needs; also where it is wrong itself, its stream is looked at, so that all is told in one go. */
    private Optional<Protocol> protocol(Written written, Problems problems) {
        Problems own = new Problems();
        Optional<Benchmark> benchmark = library.bind(written.values, written.stream, own);
        problems.addAll(own.list());
        if (benchmark.isEmpty()) {
            written.stream.draft().ifPresent(declared -> checkRest(declared, written.values, written.stream, own, problems));
            return Optional.empty();
        }
        return benchmark.get().stream().plan(benchmark.get(), problems).map(planned -> Protocol.of(benchmark.get().spec(), planned));
    }

    /** Looks at a stream and at those keys of its benchmark that are right by themselves; the others are as if nobody had set them. */
    private void checkRest(StreamDraft declared, Values values, Library.NamedStream stream, Problems wrong, Problems problems) {
        wrong.list().forEach(problem -> values.tree().remove(problem.key().replaceFirst("\\..*", "")));
        library.bind(values, stream, new Problems()).ifPresentOrElse(rest -> declared.plan(rest, problems), () -> declared.check(problems));
    }

    private static void check(PlannedRecipe recipe, Protocol protocol, Problems problems) {
        Class<? extends Learner> learner = recipe.recipe().method().learner();
        if (protocol.stream.learner().isAssignableFrom(learner)) {
            if (!protocol.stream.regimes().contains(recipe.recipe().method().regime())) {
                problems.add(METHODS, recipe.name(), "learns several tasks at once, which " + protocol.stream.scenario() + " streams such as that of "
                        + protocol.benchmark.id() + " do not offer");
            }
            protocol.stream.check(recipe, problems);
        } else {
            problems.add(METHODS, recipe.name(), "learns " + Learns.Kind.of(learner) + ", but " + protocol.benchmark.id() + " has a stream of the kind "
                    + protocol.stream.scenario() + ", which has " + Learns.Kind.of(protocol.stream.learner()));
        }
    }

    private static void requireDistinct(List<PlannedRun> runs, Problems problems) {
        Map<RunId, PlannedRun> byId = new LinkedHashMap<>();
        for (PlannedRun run : runs) {
            if (byId.put(run.id(), run) != null) {
                problems.add(METHODS, run.recipe().name(), "is listed twice with the same options");
            }
        }
    }

    private PlannedRun run(Protocol protocol, PlannedRecipe how, long seed) {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("protocol", protocol.map);
        identity.put("method", how.name());
        how.recipe().parts().forEach(part -> identity.put("options." + part.name(), how.optionsOf(part)));
        identity.put("optimiser", Binder.toMap(how.optimiser()));
        List<RecipeModule<?>> modules = new ArrayList<>(how.recipe().parts());
        modules.addAll(protocol.stream.modules());
        RunId id = new RunId(protocol.benchmark.id(), how.name(), seed, Digests.of(identity));
        List<PluginInfo> jars = plugins.jars(modules, protocol.stream.getClass()).stream().map(jar -> new PluginInfo(jar.file(), jar.sha256())).toList();
        return new PlannedRun(id, protocol.benchmark, protocol.stream, how, seed, protocol.map, protocol.digest, jars);
    }

    private record Written(Values values, Library.NamedStream stream) {}

    private record Protocol(BenchmarkSpec benchmark, PlannedStream stream, Map<String, Object> map, String digest) {
        /** The title is for people, and the update rule belongs to the method. */
        static Protocol of(BenchmarkSpec benchmark, PlannedStream stream) {
            Map<String, Object> map = Binder.toMap(benchmark);
            map.remove("title");
            map.remove("optimiser");
            map.putAll(stream.protocol());
            return new Protocol(benchmark, stream, map, Digests.of(map));
        }
    }
}
