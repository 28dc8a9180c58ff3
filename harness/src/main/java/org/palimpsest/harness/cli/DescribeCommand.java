package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Parameters(index = "0", paramLabel = "<thing>", description = "one of: ${COMPLETION-CANDIDATES}")
    private Thing thing;

    @Parameters(index = "1", paramLabel = "<name>", description = "a name that 'list' shows")
    private String name;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    /** Kinds of things, in the singular. */
    enum Thing {
        METHOD(Listing.Kind.METHODS), ADDON(Listing.Kind.ADDONS), NORMALISER(Listing.Kind.NORMALISERS), BACKBONE(Listing.Kind.BACKBONES),
        BENCHMARK(Listing.Kind.BENCHMARKS),
        SUITE(Listing.Kind.SUITES), STREAM(Listing.Kind.STREAMS), TRAINING(Listing.Kind.TRAININGS), DATASET(Listing.Kind.DATASETS),
        METRIC(Listing.Kind.METRICS),
        AUGMENTATION(Listing.Kind.AUGMENTATIONS), GAUGE(Listing.Kind.GAUGES);

        private final Listing.Kind kind;

        Thing(Listing.Kind kind) {
            this.kind = kind;
        }

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        Injector injector = common.injector();
        Metrics metrics = injector.getInstance(Metrics.class);
        List<String> names = names(injector.getInstance(Listing.class), metrics);
        boolean file = name.endsWith(".yaml") || name.endsWith(".yml");
        if (!names.contains(name) && !file && thing != Thing.DATASET) {
            String word = thing.toString();
            throw new InvalidInputException(List.of(new Problem("describe", word, name, "unknown " + word + Names.suggestion(name, names))));
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

    /** Numbers may be called as leaderboards and gauges call them. */
    private List<String> names(Listing listing, Metrics metrics) {
        List<String> names = new ArrayList<>(listing.names(thing.kind));
        if (thing == Thing.METRIC) {
            Leaderboard.columns(metrics).forEach(column -> names.add(column.id()));
            names.addAll(listing.names(Listing.Kind.GAUGES));
        }
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
