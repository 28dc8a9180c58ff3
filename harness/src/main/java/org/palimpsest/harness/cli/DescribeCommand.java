package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Printable;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.Learns;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.config.Benchmark;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.Definitions;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.OptionInfo;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.harness.gauges.Gauges;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.board.Column;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.metric.Metric;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code describe}: everything about one thing. */
@Command(name = "describe", mixinStandardHelpOptions = true,
        description = "Shows options with types, defaults and ranges, sources, formulas, or a definition's YAML.")
final class DescribeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..2", paramLabel = "[<kind>] <name>", hideParamSyntax = true, completionCandidates = Words.class,
            description = "a name that 'list' shows; where several things have it, after the kind that is meant: ${COMPLETION-CANDIDATES}")
    private List<String> words;

    private Thing thing;
    private String name;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    /** Kinds of things, in the singular. */
    enum Thing {
        METHOD(Listing.Kind.METHODS), ADDON(Listing.Kind.ADDONS), NORMALISER(Listing.Kind.NORMALISERS), BACKBONE(Listing.Kind.BACKBONES),
        BENCHMARK(Listing.Kind.BENCHMARKS),
        SUITE(Listing.Kind.SUITES), STREAM(Listing.Kind.STREAMS), TRAINING(Listing.Kind.TRAININGS), DATASET(Listing.Kind.DATASETS),
        METRIC(Listing.Kind.METRICS),
        AUGMENTATION(Listing.Kind.AUGMENTATIONS), CONSOLE(Listing.Kind.CONSOLES), GAUGE(Listing.Kind.GAUGES);

        private final Listing.Kind kind;

        Thing(Listing.Kind kind) {
            this.kind = kind;
        }

        private static List<String> words() {
            return Arrays.stream(values()).map(Thing::toString).toList();
        }

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Their words. */
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Thing.words().iterator();
        }
    }

    @Override
    public Integer call() {
        Injector injector = common.injector();
        Metrics metrics = injector.getInstance(Metrics.class);
        Listing listing = injector.getInstance(Listing.class);
        if (words.size() > 2) {
            throw wrong("<name>", words.get(2), "is one word too many: a kind and a name are enough");
        }
        name = words.get(words.size() - 1);
        thing = words.size() == 1 ? only(listing, metrics) : thing(words.get(0));
        Collection<String> names = names(thing, listing, metrics);
        if (!names.contains(name) && !isFile() && thing != Thing.DATASET) {
            throw wrong(thing.toString(), name, "unknown " + thing + Names.suggestion(name, names, "'palimpsest list " + thing.kind + "' shows all"));
        }
        Plugins plugins = injector.getInstance(Plugins.class);
        Library library = injector.getInstance(Library.class);
        PrintWriter out = spec.commandLine().getOut();
        switch (thing) {
            case METHOD -> recipe(plugins.methods().get(name), plugins, out);
            case ADDON -> recipe(plugins.addOns().get(name), plugins, out);
            case NORMALISER -> recipe(plugins.normalisers().get(name), plugins, out);
            case BACKBONE -> recipe(plugins.backbones().get(name), plugins, out);
            case AUGMENTATION -> recipe(plugins.augmentations().get(name), plugins, out);
            case CONSOLE -> recipe(plugins.consoles().get(name), plugins, out);
            case BENCHMARK -> benchmark(library, out);
            case SUITE -> definition(library.suites(), name, out);
            case TRAINING -> definition(library.trainings(), name, out);
            case STREAM -> definition(library.streams(), name, out);
            case DATASET -> dataset(injector.getInstance(Datasets.class).catalogue(), out);
            case METRIC -> number(metrics, out);
            case GAUGE -> gauge(gauge().orElseThrow(), out);
        }
        out.flush();
        return Exit.OK;
    }

    private boolean isFile() {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static InvalidInputException wrong(String key, String value, String message) {
        return new InvalidInputException(new Problem("describe", key, value, message));
    }

    private static Thing thing(String word) {
        return Arrays.stream(Thing.values()).filter(thing -> thing.toString().equalsIgnoreCase(word)).findFirst()
                .orElseThrow(() -> wrong("<kind>", word, "is no kind of thing" + Names.suggestion(word, Thing.words())));
    }

    /** The only kind of thing that has the name. */
    private Thing only(Listing listing, Metrics metrics) {
        Map<Thing, Collection<String>> names = new EnumMap<>(Thing.class);
        for (Thing kind : Thing.values()) {
            names.put(kind, names(kind, listing, metrics));
        }
        String written = name.replaceFirst("[:@].*", ""); // a data set's size or folder
        List<Thing> found = new ArrayList<>(names.keySet().stream()
                .filter(kind -> names.get(kind).contains(kind == Thing.DATASET ? written : name)).toList());
        // normalisers are add-ons, and gauges can be asked for as metrics
        found.removeAll(found.contains(Thing.NORMALISER) ? List.of(Thing.ADDON) : List.of());
        found.removeAll(found.contains(Thing.GAUGE) ? List.of(Thing.METRIC) : List.of());
        if (found.size() == 1) {
            return found.get(0);
        }
        if (!found.isEmpty() || isFile()) {
            throw wrong("<name>", name, (isFile() ? "is a file: say of what kind" : "is the name of several things: say which is meant") + ": "
                    + (isFile() ? List.of(Thing.BENCHMARK, Thing.SUITE, Thing.STREAM, Thing.TRAINING) : found).stream()
                    .map(kind -> "'palimpsest describe " + kind + " " + name + "'").collect(Collectors.joining(" or ")));
        }
        throw wrong("<name>", name, "is the name of nothing" + Names.suggestion(name, names.values().stream().flatMap(Collection::stream)
                .collect(Collectors.toCollection(TreeSet::new)), "'palimpsest list <kind>' shows all of a kind: "
                + String.join(", ", new Listing.Kinds())));
    }

    /** Numbers may be called as leaderboards and gauges call them. */
    private static Collection<String> names(Thing thing, Listing listing, Metrics metrics) {
        if (thing != Thing.METRIC) {
            return listing.names(thing.kind);
        }
        List<String> names = new ArrayList<>(listing.names(thing.kind));
        Leaderboard.columns(metrics).forEach(column -> names.add(column.id()));
        names.addAll(listing.names(Listing.Kind.GAUGES));
        return names;
    }

    private void recipe(RecipeModule<?> module, Plugins plugins, PrintWriter out) {
        List<OptionInfo> options = OptionInfo.of(module.options());
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", module.name());
            map.put("summary", module.summary());
            map.put("source", module.source());
            map.put("from", plugins.origin(module));
            if (module instanceof MethodModule<?> method) {
                map.put("learns", Learns.Kind.of(method.learner()));
            }
            map.put("options", options.stream().map(o -> Map.of("name", o.name(), "type", o.type(), "default", o.defaultValue().orElse(""),
                    "range", o.range(), "doc", o.doc())).toList());
            Json.print(map, out);
            return;
        }
        out.println(module.name() + ": " + module.summary());
        out.println("source: " + module.source());
        out.println("from: " + plugins.origin(module));
        if (module instanceof MethodModule<?> method) {
            out.println("learns: " + Learns.Kind.of(method.learner()));
        }
        out.println(options.isEmpty() ? "no options" : "options:");
        for (OptionInfo option : options) {
            out.println("  " + option.name() + " (" + option.type() + (option.range().isEmpty() ? "" : ", " + option.range())
                    + option.defaultValue().map(v -> ", default " + v).orElse(", must be set") + "): " + option.doc());
        }
    }

    /** The protocol with all defaults, as runs would record it; then the files it is declared in. */
    private void benchmark(Library library, PrintWriter out) {
        Problems problems = new Problems();
        Benchmark benchmark = problems.require(library.benchmark(name, problems));
        Map<String, Object> protocol = benchmark.toMap();
        protocol.put("stream", benchmark.stream().toMap());
        if (json) {
            Json.print(protocol, out);
            return;
        }
        out.println(benchmark.spec().title());
        out.println();
        print("", protocol, out);
        for (String comment : comments(library.benchmarks().text(name).orElse(""))) {
            out.println(comment);
        }
        for (String comment : comments(library.streams().text(benchmark.spec().stream()).orElse(""))) {
            out.println(comment);
        }
    }

    private static void print(String indent, Map<?, ?> section, PrintWriter out) {
        section.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                out.println(indent + key + ":");
                print(indent + "  ", inner, out);
            } else if (!key.equals("title")) {
                out.println(indent + key + ": " + value);
            }
        });
    }

    /** What the author of a definition says about it. */
    private static List<String> comments(String yaml) {
        return yaml.lines().filter(line -> line.startsWith("#")).map(Printable::of).toList();
    }

    private void definition(Definitions definitions, String which, PrintWriter out) {
        String text = definitions.text(which).orElseThrow(() -> new InvalidInputException(
                List.of(new Problem("describe", thing.toString(), which, "there is no such file"))));
        if (json) {
            Json.print(Map.of("name", which, "yaml", text), out);
        } else {
            text.lines().map(Printable::of).forEach(out::println);
        }
    }

    private void dataset(Catalogue catalogue, PrintWriter out) {
        DatasetName asked = DatasetName.parse(name);
        DatasetSource named = catalogue.source(asked.base());
        boolean family = named.card().family() && asked.argument().isEmpty();
        Map<String, Object> facts = DatasetFacts.of(family ? named : catalogue.find(name), asked);
        if (json) {
            Json.print(facts, out);
        } else {
            facts.forEach((key, value) -> out.println(key + ": " + (value instanceof List<?> list
                    ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    : value)));
        }
    }

    /** A metric, by its id or by a column's; or what else a leaderboard or a gauge has of a run. */
    private void number(Metrics metrics, PrintWriter out) {
        Optional<Metric> metric = metrics.find(name);
        if (metric.isPresent()) {
            metric(metric.get(), metrics.column(name), out);
        } else if (gauge().isPresent()) {
            gauge(gauge().get(), out);
        } else {
            column(Leaderboard.columns(metrics).stream().filter(column -> column.id().equals(name)).findFirst().orElseThrow(), metrics, out);
        }
    }

    private void metric(Metric metric, Optional<MetricColumn> column, PrintWriter out) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", metric.id());
        map.put("summary", metric.summary());
        map.put("formula", metric.formula());
        map.put("better", metric.direction().id());
        map.put("reference", metric.reference());
        column.ifPresent(c -> {
            map.put("column", c.id());
            map.put("measure", c.measure().label());
            map.put("unit", c.unit());
        });
        facts(map, out);
    }

    private void column(Column<?> column, Metrics metrics, PrintWriter out) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("column", column.id());
        map.put("summary", column.summary());
        if (!column.unit().isEmpty()) {
            map.put("unit", column.unit());
        }
        Quantity.find(column.id(), metrics).ifPresent(quantity -> map.put("better", quantity.direction().id()));
        facts(map, out);
    }

    private Optional<Gauge> gauge() {
        return Gauges.all().stream().filter(gauge -> gauge.id().equals(name)).findFirst();
    }

    private void gauge(Gauge gauge, PrintWriter out) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", gauge.id());
        map.put("summary", gauge.summary());
        map.put("formula", gauge.formula());
        map.put("unit", gauge.unit());
        map.put("read", gauge.insideTasks() ? "at the probes inside a task and when it is over" : "when a task is over");
        map.put("reference", gauge.reference());
        facts(map, out);
    }

    private void facts(Map<String, Object> map, PrintWriter out) {
        if (json) {
            Json.print(map, out);
        } else {
            map.forEach((key, value) -> out.println(key + ": " + value));
        }
    }
}
