package org.palimpsest.harness.config;

import com.google.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.Reason;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.ledger.Target;
import org.palimpsest.results.replay.Shell;

/** Reads the published values that are to be got again, a YAML file for each source, and plans the runs that this takes. */
public final class Reproductions {
    private static final String ASKER = "reproduce";
    private static final List<String> KEYS = List.of("defaults", "entries");
    /** What the planner calls those who ask on the command line; here a file asks. */
    private static final Set<String> COMMAND_LINE = Set.of("run", Setting.SOURCE, "--methods");

    private final Library library;
    private final Plugins plugins;
    private final Planner planner;

    /** A reader for what is packaged and plugged in. */
    @Inject
    public Reproductions(Library library, Plugins plugins, Planner planner) {
        this.library = library;
        this.plugins = plugins;
        this.planner = planner;
    }

    /**
     * A published value and what to ask for.
     *
     * @param where file and name, for errors
     * @param tier how long it takes
     * @param target the value
     * @param lacking why this build cannot run it; empty if it can
     * @param method recipe
     * @param baseline recipe that a gain is over
     * @param request asks for the runs of both
     */
    public record Entry(
            String where, Tier tier, Target target, String lacking, String method, Optional<String> baseline, Request request) {}

    /**
     * Reads every {@code *.yaml} of a folder, by name.
     *
     * @throws InvalidInputException with everything that is wrong in any of them
     */
    public List<Entry> read(Path folder) {
        Problems problems = new Problems();
        List<Entry> entries = new ArrayList<>();
        for (Path file : files(folder)) {
            new Definitions("reproduction", plugins.classLoader()).values(file.toString(), ASKER, "entries", problems)
                    .ifPresent(values -> entries(file.toString(), values.tree(), problems).forEach(entries::add));
        }
        Set<String> names = new HashSet<>();
        entries.stream().filter(entry -> !names.add(entry.target().name())).forEach(entry ->
                problems.at(entry.where()).add("name", entry.target().name(), "stands in the ledger already"));
        problems.throwIfAny();
        return entries;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException e) {
            throw new InvalidInputException(new Problem(ASKER, "--entries", folder.toString(), "cannot be listed: " + Reason.of(e)));
        }
        throw new InvalidInputException(new Problem(ASKER, "--entries", folder.toString(), "holds no .yaml file of published values"));
    }

    private List<Entry> entries(String file, Map<String, Object> tree, Problems problems) {
        tree.keySet().stream().filter(key -> !KEYS.contains(key)).forEach(key ->
                problems.at(file).add(key, tree.get(key), "unknown key" + Names.suggestion(key, KEYS)));
        if (!(tree.get("entries") instanceof List<?> list) || list.isEmpty()) {
            String given = String.valueOf(tree.getOrDefault("entries", ""));
            problems.at(file).add("entries", given, "must be a list with at least one entry");
            return List.of();
        }
        if (!(tree.getOrDefault("defaults", Map.of()) instanceof Map<?, ?> defaults)) {
            String given = String.valueOf(tree.get("defaults"));
            problems.at(file).add("defaults", given, "must be a section of what entries leave out");
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Map<?, ?> map) {
                Map<String, Object> given = new LinkedHashMap<>();
                defaults.forEach((key, value) -> given.put(String.valueOf(key), value));
                map.forEach((key, value) -> given.put(String.valueOf(key), value));
                entry(file, i + 1, given, problems).ifPresent(entries::add);
            } else {
                problems.at(file).add("entries", list.get(i), "must be a section");
            }
        }
        return entries;
    }

    private Optional<Entry> entry(String file, int number, Map<String, Object> given, Problems problems) {
        String where = file + ": " + given.getOrDefault("name", "entry " + number);
        int before = problems.count();
        List<Long> seeds = SuiteSpec.seeds(given.remove("seeds"), where, "seeds", problems);
        Optional<TargetSpec> spec = new Binder(problems).bind(TargetSpec.class, given, where);
        if (problems.count() > before || spec.isEmpty()) {
            return Optional.empty();
        }
        TargetSpec entry = spec.get();
        String benchmark = library.benchmarks().relativeTo(file, entry.benchmark());
        List<String> recipes = Stream.concat(Stream.of(entry.method()), entry.baseline().stream()).toList();
        String lacking = lacking(entry, benchmark, recipes);
        String numbers = seeds.size() == 1 ? seeds.get(0) + "," : seeds.stream().map(String::valueOf).collect(Collectors.joining(","));
        Target target = new Target(entry.name(), entry.tier().toString(), entry.source(), entry.protocol(), entry.metric(),
                entry.published(), entry.sd(), entry.n(), entry.margin(), seeds, entry.scaled(), entry.note(),
                lacking.isEmpty() ? command(entry, recipes, numbers) : "", digest(entry, benchmark, recipes, seeds, problems));
        return Optional.of(new Entry(where, entry.tier(), target, lacking, entry.method(), entry.baseline(),
                new Request(benchmark, recipes, Optional.of(numbers), entry.set())));
    }

    /** Sources may be ahead of this build: what it does not know yet is told, and is no error. */
    private String lacking(TargetSpec entry, String benchmark, List<String> recipes) {
        List<String> reasons = new ArrayList<>();
        for (String recipe : recipes) {
            Problems unknown = new Problems();
            if (plugins.recipe(recipe, "", unknown).isEmpty() || !unknown.isEmpty()) {
                reasons.add("method " + recipe);
            }
        }
        if (!library.benchmarks().contains(benchmark)) {
            reasons.add("benchmark " + entry.benchmark());
        }
        if (plugins.metrics().column(entry.metric()).isEmpty()) {
            reasons.add("metric " + entry.metric());
        }
        return reasons.isEmpty() ? "" : "not in this build: " + String.join(", ", reasons);
    }

    private static String command(TargetSpec entry, List<String> recipes, String seeds) {
        Stream<String> words = Stream.of("./palimpsest", "run", entry.benchmark(), "--methods", String.join(",", recipes), "--seeds", seeds);
        return Shell.line(Stream.concat(words, entry.set().stream().flatMap(setting -> Stream.of("--set", setting))).toList());
    }

    /** Of all that decides the outcome, as written: the data may not be here, and a key that is new and left out changes nothing. */
    private String digest(TargetSpec entry, String benchmark, List<String> recipes, List<Long> seeds, Problems problems) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("recipes", recipes);
        map.put("set", entry.set());
        map.put("metric", entry.metric());
        map.put("seeds", seeds);
        if (library.benchmarks().contains(benchmark)) {
            library.benchmarkValues(benchmark, "", Optional.empty(), problems).ifPresent(values -> {
                Map<String, Object> protocol = values.tree();
                protocol.remove("title");
                map.put("benchmark", protocol);
                String stream = library.streams().relativeTo(benchmark, String.valueOf(protocol.get("stream")));
                library.streams().values(stream, benchmark, "stream", problems).ifPresent(of -> map.put("stream", of.tree()));
            });
        }
        for (String recipe : recipes) {
            plugins.recipe(recipe, "", new Problems()).ifPresent(known -> known.parts().forEach(part -> OptionInfo.of(part.options())
                    .forEach(option -> map.put(part.name() + "." + option.name(), option.defaultValue().orElse("")))));
        }
        return Digests.of(map);
    }

    /**
     * Plans the runs of entries. Data that are not here are no mistake in an entry: it is planned without runs.
     *
     * @throws InvalidInputException with everything that is wrong with any of them
     */
    public Map<Entry, Runs> plan(List<Entry> entries) {
        Map<Entry, Runs> plans = new LinkedHashMap<>();
        Problems problems = new Problems();
        for (Entry entry : entries) {
            Problems found = new Problems();
            List<PlannedRun> runs = plan(entry, found);
            boolean noData = found.onlyMissingData();
            String missing = noData ? found.list().get(0).value() + ": " + found.list().get(0).message() : "";
            plans.put(entry, new Runs(of(entry.method(), runs), entry.baseline().map(base -> of(base, runs)), missing));
            problems.addAll(noData ? List.of() : found.list());
        }
        problems.throwIfAny();
        return plans;
    }

    /**
     * The runs of an entry.
     *
     * @param own those of its method
     * @param baseline those of its baseline, if it has one
     * @param missing which data are not here; empty if none are missing
     */
    public record Runs(List<PlannedRun> own, Optional<List<PlannedRun>> baseline, String missing) {
        /** All of them. */
        public List<PlannedRun> all() {
            return Stream.concat(own.stream(), baseline.stream().flatMap(List::stream)).toList();
        }
    }

    private static List<PlannedRun> of(String recipe, List<PlannedRun> runs) {
        return runs.stream().filter(run -> run.recipe().name().equals(recipe)).toList();
    }

    private List<PlannedRun> plan(Entry entry, Problems problems) {
        try {
            return planner.plan(entry.request()).runs();
        } catch (InvalidInputException e) {
            e.problems().forEach(p -> problems.add(COMMAND_LINE.contains(p.source().replaceAll(":.*", ""))
                    ? p.at(entry.where()) : p));
            return List.of();
        }
    }
}
