package org.palimpsest.harness.config;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.datasets.stream.StreamSpec;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.harness.gauges.Gauges;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.RunId;

/** Turns a request into runs, or into a list of everything that is wrong with it. */
public final class Planner {
    static final String WEIGHTS = "backbone.weights";
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Library library;
    private final Plugins plugins;
    private final Datasets datasets;

    /** A planner. */
    @Inject
    public Planner(Library library, Plugins plugins, Datasets datasets) {
        this.library = library;
        this.plugins = plugins;
        this.datasets = datasets;
    }

    /**
     * Plans.
     *
     * @throws InvalidInputException with every problem of the request, its suite, benchmarks, streams and options
     */
    public Plan plan(Request request) {
        List<Problem> problems = new ArrayList<>();
        SuiteSpec suite = suite(request, problems);
        List<Gauge> gauges = Gauges.of(request.gauges(), "run", "--gauges", problems);
        List<Setting> settings = request.settings().stream().flatMap(s -> Setting.parse(s, problems).stream()).toList();
        String asker = request.methods().isEmpty() ? suite.source() : "--methods";
        List<Plugins.Recipe> recipes = suite.methods().stream().map(m -> plugins.recipe(m.name(), asker, problems)).toList();
        List<Plugins.Recipe> known = recipes.stream().filter(r -> r.method() != null).toList();
        Settings overrides = new Settings(settings, plugins, known, problems);
        List<Protocol> protocols = new ArrayList<>();
        for (String benchmark : suite.benchmarks()) {
            protocol(benchmark, suite.source(), overrides, problems).ifPresent(protocols::add);
        }
        List<PlannedRun> runs = new ArrayList<>();
        if (protocols.isEmpty()) {
            // there is nothing to run, but the options of the methods may be wrong as well
            entries(suite, recipes, Map.of(), overrides, problems);
        }
        for (Protocol protocol : protocols) {
            List<Entry> entries = entries(suite, recipes, Binder.toMap(protocol.benchmark.optimiser()), overrides, problems);
            entries.forEach(entry -> checkLabels(entry, protocol, suite.source(), problems));
            entries.forEach(entry -> checkBackbone(entry, protocol, suite.source(), problems));
            entries.forEach(entry -> checkMethod(entry, protocol, suite.source(), problems));
            for (long seed : suite.seeds()) {
                entries.forEach(entry -> runs.add(run(protocol, entry, seed)));
            }
        }
        List<Problem> distinct = problems.stream().distinct().toList();
        if (!distinct.isEmpty()) {
            throw new InvalidInputException(distinct);
        }
        requireDistinct(runs, suite.source());
        return new Plan(suite.name(), runs, gauges);
    }

    /** Several tasks at once would give one image many labels. */
    private static void checkLabels(Entry entry, Protocol protocol, String source, List<Problem> problems) {
        if (protocol.stream.scenario() == Scenario.RELABELLED && entry.recipe.method().regime() != Regime.SEQUENTIAL) {
            problems.add(new Problem(source, "methods", entry.recipe.name(),
                    "learns several tasks at once, but the labels of " + protocol.benchmark.id() + " change from task to task"));
        }
        for (AddOnModule<?> addOn : entry.recipe.addOns()) {
            if (addOn instanceof NormaliserModule<?> normaliser) {
                protocol.stream.taskProblem(normaliser).ifPresent(why -> problems.add(new Problem(source, "methods", entry.recipe.name(), why)));
            }
        }
    }

    /** An add-on that changes the structure of networks says here already which ones it cannot handle. */
    private static void checkBackbone(Entry entry, Protocol protocol, String source, List<Problem> problems) {
        PlannedImages images = protocol.stream;
        try {
            entry.recipe.rebuild(images.network(), entry.options);
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(source, "methods", entry.recipe.name(), "does not go with the backbone of " + protocol.benchmark.id() + ": " + e.getMessage()));
        }
    }

    /** A method or add-on says here already which benchmarks it cannot learn, and which options do not go together. */
    private static void checkMethod(Entry entry, Protocol protocol, String source, List<Problem> problems) {
        BenchmarkFacts facts = protocol.stream.facts();
        List<String> found = new ArrayList<>(entry.recipe.method().problems(entry.options.get(entry.recipe.method()), facts));
        entry.recipe.addOns().forEach(addOn -> found.addAll(addOn.problems(entry.options.get(addOn), facts)));
        found.forEach(problem -> problems.add(new Problem(source, "methods", entry.recipe.name(), "on " + protocol.benchmark.id() + ": " + problem)));
    }

    private static void requireDistinct(List<PlannedRun> runs, String source) {
        Map<RunId, PlannedRun> byId = new LinkedHashMap<>();
        for (PlannedRun run : runs) {
            if (byId.put(run.id(), run) != null) {
                throw new InvalidInputException(List.of(new Problem(source, "methods", run.recipe().name(), "is listed twice with the same options")));
            }
        }
    }

    private SuiteSpec suite(Request request, List<Problem> problems) {
        List<RecipeSpec> chosen = request.methods().stream().map(m -> new RecipeSpec(m, Map.of())).toList();
        Set<String> replaced = new HashSet<>(chosen.isEmpty() ? Set.of() : Set.of("methods"));
        request.seeds().ifPresent(s -> replaced.add("seeds"));
        boolean isSuite = library.isSuite(request.what());
        if (!isSuite && !library.benchmarks().contains(request.what())) {
            List<String> names = new ArrayList<>(library.suites().names());
            names.addAll(library.benchmarks().names());
            problems.add(new Problem("run", "suite|benchmark", request.what(), "there is no such suite, benchmark or file" + Names.suggestion(request.what(), names)));
            return new SuiteSpec(request.what(), "run", List.of(), chosen, List.of());
        }
        SuiteSpec alone = new SuiteSpec(baseName(request.what()), "run", List.of(request.what()), chosen, List.of(0L, 1L, 2L));
        SuiteSpec suite = !isSuite ? alone : library.suites().values(request.what(), "run", "suite", problems)
                .map(v -> SuiteSpec.of(baseName(request.what()), v, replaced, problems)).orElse(alone);
        if (chosen.isEmpty() && suite.methods().isEmpty() && suite.source().equals("run")) {
            problems.add(new Problem("run", "--methods", "", "must name at least one method: " + String.join(", ", plugins.methods().keySet())));
        }
        List<RecipeSpec> methods = chosen.isEmpty() ? suite.methods() : chosen.stream().map(c -> optionsOf(suite, c)).toList();
        List<Long> seeds = request.seeds().map(s -> SuiteSpec.seeds(s, "run", "--seeds", problems)).orElse(suite.seeds());
        return new SuiteSpec(suite.name(), suite.source(), suite.benchmarks(), methods, seeds);
    }

    /** A method chosen on the command line keeps the options that the suite gives it. */
    private static RecipeSpec optionsOf(SuiteSpec suite, RecipeSpec chosen) {
        return suite.methods().stream().filter(m -> m.name().equals(chosen.name())).findFirst().orElse(chosen);
    }

    private static String baseName(String file) {
        return file.replaceAll(".*/", "").replaceAll("\\.ya?ml$", "");
    }

    private Optional<Protocol> protocol(String name, String askedBy, Settings overrides, List<Problem> problems) {
        String file = library.benchmarks().relativeTo(askedBy, name);
        Optional<Values> raw = library.benchmark(file, askedBy, overrides.training(), problems);
        raw.ifPresent(overrides::apply);
        Binder binder = new Binder(problems);
        Optional<BenchmarkSpec> bound = raw.flatMap(values -> binder.bind(BenchmarkSpec.class, values));
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        BenchmarkSpec benchmark = bound.get();
        int before = problems.size();
        Values values = raw.get();
        String streamFile = library.streams().relativeTo(file, benchmark.stream());
        Optional<StreamSpec> stream = library.stream(streamFile, values.sourceOf("stream"), problems)
                .map(s -> benchmark.evaluation().validation().isPresent() ? s.withValidation(benchmark.evaluation().validation().getAsDouble()) : s);
        Optional<ImageInfo> kind = stream.flatMap(s -> check(s, library.streams().source(streamFile), benchmark, values, problems));
        List<PlannedAugmentation> augmentations = PlannedAugmentation.of(benchmark.augment(), plugins, kind, values, problems);
        Optional<PlannedNormaliser> normaliser = PlannedNormaliser.of(benchmark.normaliser(), plugins, values, problems);
        BackboneModule<?> backbone = plugins.backbones().get(benchmark.backbone().name());
        Optional<? extends Record> options = Optional.empty();
        if (backbone == null) {
            problems.add(new Problem(values.sourceOf("backbone.name"), "backbone", benchmark.backbone().name(),
                    "unknown backbone" + Names.suggestion(benchmark.backbone().name(), plugins.backbones().keySet())));
        } else {
            options = binder.bind(backbone.options(), values.below("backbone", benchmark.backbone().options()));
        }
        Optional<PretrainedWeights> weights = options.flatMap(o -> backbone.weightsOf(o)).flatMap(w -> weights(w, values, problems));
        if (problems.size() > before || stream.isEmpty() || options.isEmpty()) {
            return Optional.empty();
        }
        PlannedImages images = new PlannedImages(stream.get(), datasets.load(stream.get().dataset(), ImageDataset.class), backbone, options.get(), weights,
                normaliser, augmentations);
        checkImages(images, values, problems);
        if (problems.size() == before) {
            weights.ifPresent(w -> checkWeights(w, images, values, problems));
        }
        if (problems.size() == before) {
            checkNormaliser(images, values, problems);
        }
        return problems.size() > before ? Optional.empty() : Optional.of(new Protocol(benchmark, images));
    }

    private Optional<PretrainedWeights> weights(String name, Values values, List<Problem> problems) {
        try {
            return Optional.of(datasets.weights(name));
        } catch (DatasetException e) {
            problems.add(new Problem(values.sourceOf(WEIGHTS), WEIGHTS, name, e.getMessage()));
            return Optional.empty();
        }
    }

    /** Whether weights fit is known when a network is made of them. */
    private static void checkWeights(PretrainedWeights weights, PlannedImages images, Values values, List<Problem> problems) {
        try (NDManager scratch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            images.pretrained().initialize(scratch, DataType.FLOAT32, new Shape(1).addAll(images.example()));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(values.sourceOf(WEIGHTS), WEIGHTS, weights.name(), "does not go with the backbone: " + e.getMessage()));
        }
    }

    /** Images may be too small for a backbone. */
    private static void checkImages(PlannedImages images, Values values, List<Problem> problems) {
        try {
            images.backbone().create(images.backboneOptions(), images.example());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(values.sourceOf("backbone"), "backbone", images.backbone().name(), e.getMessage()));
        }
    }

    private static void checkNormaliser(PlannedImages images, Values values, List<Problem> problems) {
        images.normaliser().ifPresent(normaliser -> {
            String name = normaliser.module().name();
            images.taskProblem(normaliser.module()).ifPresent(why -> problems.add(new Problem(values.sourceOf("normaliser"), "normaliser", name, why)));
            try {
                images.network();
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(values.sourceOf("normaliser"), "normaliser", name,
                        "does not go with the backbone " + images.backbone().name() + ": " + e.getMessage()));
            }
        });
    }

    /** Checks a stream and what the benchmark asks of it; gives the kind of its images, where the data are there. */
    private Optional<ImageInfo> check(StreamSpec stream, String source, BenchmarkSpec benchmark, Values values, List<Problem> problems) {
        Optional<ImageDataset> dataset = dataset(stream.dataset(), source, problems);
        dataset.ifPresent(data -> problems.addAll(stream.problems(source, data)));
        boolean features = dataset.isPresent() && dataset.get().train().type() == ElementType.FLOAT32;
        if (features && !benchmark.augment().isEmpty()) {
            problems.add(new Problem(values.sourceOf("augment"), "augment", String.join(", ", benchmark.augment().stream().map(RecipeSpec::name).toList()),
                    "changes images, but " + stream.dataset() + " holds features"));
        }
        if (benchmark.head().name().perTask() && stream.scenario() != Scenario.TASK_INCREMENTAL) {
            problems.add(new Problem(values.sourceOf("head.name"), "head.name", Words.of(benchmark.head().name()),
                    "needs to know the task of an example, which only a task-incremental stream tells; this one is " + stream.scenario().id()));
        }
        return dataset.filter(data -> data.train().type() == ElementType.UINT8).map(data -> ImageInfo.of(data.info()));
    }

    private Optional<ImageDataset> dataset(String name, String source, List<Problem> problems) {
        try {
            return Optional.of(datasets.load(name, ImageDataset.class));
        } catch (InvalidInputException e) {
            e.problems().forEach(p -> problems.add(new Problem(source, p.key(), p.value(), p.message())));
        } catch (DatasetException e) {
            problems.add(new Problem(source, "dataset", name, e.getMessage()));
        }
        return Optional.empty();
    }

    private static List<Entry> entries(
            SuiteSpec suite, List<Plugins.Recipe> recipes, Map<String, Object> benchmarkRule, Settings overrides, List<Problem> problems) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < recipes.size(); i++) {
            if (recipes.get(i).method() != null) {
                entry(recipes.get(i), suite.methods().get(i), suite.source(), benchmarkRule, overrides, problems).ifPresent(entries::add);
            }
        }
        return entries;
    }

    private static Optional<Entry> entry(
            Plugins.Recipe recipe, RecipeSpec written, String source, Map<String, Object> benchmarkRule, Settings overrides, List<Problem> problems) {
        Map<RecipeModule<?>, Map<String, Object>> given = new LinkedHashMap<>();
        recipe.parts().forEach(part -> given.put(part, new LinkedHashMap<>()));
        Map<String, Object> optimiser = new LinkedHashMap<>(benchmarkRule);
        written.options().forEach((key, value) -> {
            Optional<RecipeModule<?>> owner = recipe.parts().stream().filter(part -> has(part.options(), option(key, part))).findFirst();
            if (owner.isPresent()) {
                given.get(owner.get()).put(option(key, owner.get()), value);
            } else if (has(OptimiserOptions.class, key)) {
                optimiser.put(key, value);
            } else {
                problems.add(new Problem(source, "methods." + recipe.name() + "." + key, String.valueOf(value),
                        "unknown option" + Names.suggestion(key, optionNames(recipe))));
            }
        });
        int before = problems.size();
        Binder binder = new Binder(problems);
        Map<RecipeModule<?>, Record> options = new LinkedHashMap<>();
        given.forEach((part, values) -> {
            Values merged = new Values(values, source + ": methods." + recipe.name());
            overrides.apply(part, merged);
            binder.bind(part.options(), merged).ifPresent(o -> options.put(part, o));
        });
        Values rules = new Values(optimiser, source + ": methods." + recipe.name());
        overrides.applyOptimiser(recipe.method(), benchmarkRule, rules);
        Optional<OptimiserOptions> rule = binder.bind(OptimiserOptions.class, rules);
        return problems.size() > before ? Optional.empty() : Optional.of(new Entry(recipe, options, rule.orElseThrow()));
    }

    /** {@code addon.option} is the option of that add-on. */
    private static String option(String key, RecipeModule<?> part) {
        return key.startsWith(part.name() + ".") ? key.substring(part.name().length() + 1) : key;
    }

    private static boolean has(Class<? extends Record> options, String name) {
        return Arrays.stream(options.getRecordComponents()).anyMatch(c -> c.getName().equals(name));
    }

    private static List<String> optionNames(Plugins.Recipe recipe) {
        List<String> names = new ArrayList<>();
        recipe.parts().forEach(part -> OptionInfo.of(part.options()).forEach(o -> names.add(o.name())));
        OptionInfo.of(OptimiserOptions.class).forEach(o -> names.add(o.name()));
        return names;
    }

    private static PlannedRun run(Protocol protocol, Entry entry, long seed) {
        Map<String, Object> protocolMap = protocol.toMap();
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("protocol", protocolMap);
        identity.put("method", entry.recipe.name());
        entry.options.forEach((part, options) -> identity.put("options." + part.name(), Binder.toMap(options)));
        identity.put("optimiser", Binder.toMap(entry.optimiser));
        RunId id = new RunId(protocol.benchmark.id(), entry.recipe.name(), seed, sha256(identity));
        return new PlannedRun(id, protocol.benchmark, protocol.stream, entry.recipe, entry.options, entry.optimiser, seed, protocolMap,
                sha256(protocolMap));
    }

    static String sha256(Map<String, Object> map) {
        try {
            byte[] bytes = CANONICAL.writeValueAsString(map).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Entry(Plugins.Recipe recipe, Map<RecipeModule<?>, Record> options, OptimiserOptions optimiser) {}

    private record Protocol(BenchmarkSpec benchmark, PlannedImages stream) {
        /** The title is for people, and the update rule belongs to the method. */
        Map<String, Object> toMap() {
            Map<String, Object> map = Binder.toMap(benchmark);
            map.remove("title");
            map.remove("optimiser");
            map.remove("augment"); // the stream says it, with all options, if there is any
            map.remove("normaliser"); // likewise
            map.putAll(stream.protocol());
            return map;
        }
    }
}
