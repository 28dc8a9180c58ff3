package org.palimpsest.harness.cli;

import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.config.BenchmarkSpec;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.SuiteCard;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.harness.gauges.Gauges;
import org.palimpsest.harness.plugins.JarOrigin;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.metric.Metric;
import org.palimpsest.results.metric.Metrics;

/** What there is, as rows of named cells. */
final class Listing {
    /** The cell that groups rows. */
    static final String FAMILY = "family";
    /** What families are called that are not called as the package of their members. */
    private static final Map<String, String> RENAMED = Map.of("frozen", "frozen features");
    /** The order in which they are read about; others come after them. */
    private static final List<String> FAMILIES = List.of("bounds", "rehearsal", "regularisation", "distillation", "frozen features",
            "normalisation", "plasticity", "objective");

    private final Plugins plugins;
    private final Library library;
    private final Datasets datasets;
    private final Metrics metrics;
    private final Map<String, String> places = new HashMap<>();

    @Inject
    Listing(Plugins plugins, Library library, Datasets datasets, Metrics metrics) {
        this.plugins = plugins;
        this.library = library;
        this.datasets = datasets;
        this.metrics = metrics;
    }

    List<Map<String, Object>> rows(Kind kind) {
        return switch (kind) {
            case METHODS -> recipes(plugins.methods());
            case ADDONS -> recipes(plugins.addOns());
            case NORMALISERS -> recipes(plugins.normalisers());
            case BACKBONES -> recipes(plugins.backbones());
            case AUGMENTATIONS -> recipes(plugins.augmentations());
            case CONSOLES -> recipes(plugins.consoles());
            case BENCHMARKS -> library.benchmarks().names().stream().map(this::benchmark).toList();
            case SUITES -> library.suites().names().stream().map(this::suite).toList();
            case TRAININGS -> library.trainings().names().stream().map(this::training).toList();
            case STREAMS -> library.streams().names().stream().map(this::stream).toList();
            case DATASETS -> datasets.catalogue().sources().stream().map(this::dataset).toList();
            case METRICS -> metrics.all().stream().map(m -> row("name", m.id(), "better", m.direction().id(), "summary", m.summary(),
                    "reference", m.reference(), "formula", m.formula())).toList();
            case GAUGES -> Gauges.all().stream().map(g -> row("name", g.id(), "unit", g.unit(), "summary", g.summary())).toList();
        };
    }

    Collection<String> names(Kind kind) {
        return switch (kind) {
            case METHODS -> plugins.methods().keySet();
            case ADDONS -> plugins.addOns().keySet();
            case NORMALISERS -> plugins.normalisers().keySet();
            case BACKBONES -> plugins.backbones().keySet();
            case AUGMENTATIONS -> plugins.augmentations().keySet();
            case CONSOLES -> plugins.consoles().keySet();
            case BENCHMARKS -> library.benchmarks().names();
            case SUITES -> library.suites().names();
            case TRAININGS -> library.trainings().names();
            case STREAMS -> library.streams().names();
            case DATASETS -> datasets.catalogue().names();
            case METRICS -> metrics.all().stream().map(Metric::id).toList();
            case GAUGES -> Gauges.all().stream().map(Gauge::id).toList();
        };
    }

    /** Rows by family, the built-in families in the order in which they are read about; rows without one are one group. */
    static Map<String, List<Map<String, Object>>> families(List<Map<String, Object>> rows) {
        Map<String, List<Map<String, Object>>> families = new TreeMap<>(
                Comparator.<String>comparingInt(family -> FAMILIES.contains(family) ? FAMILIES.indexOf(family) : FAMILIES.size())
                        .thenComparing(Comparator.naturalOrder()));
        rows.forEach(row -> families.computeIfAbsent(String.valueOf(row.getOrDefault(FAMILY, "")), family -> new ArrayList<>()).add(row));
        return families;
    }

    private List<Map<String, Object>> recipes(Map<String, ? extends RecipeModule<?>> modules) {
        List<Map<String, Object>> rows = new ArrayList<>();
        modules.forEach((name, m) -> rows.add(row("name", name, FAMILY, family(m), "summary", m.summary(), "source", m.source(),
                "from", plugins.origin(m))));
        return rows;
    }

    /** What is built in is kept by families; what a plug-in adds goes by its jar. */
    private String family(RecipeModule<?> module) {
        String room = module instanceof NormaliserModule ? "normalisation" : module.getClass().getPackageName().replaceFirst(".*\\.", "");
        return plugins.jar(module).map(JarOrigin::file).orElseGet(() -> RENAMED.getOrDefault(room, room));
    }

    private Map<String, Object> benchmark(String name) {
        Problems problems = new Problems();
        BenchmarkSpec spec = problems.require(library.benchmark(name, problems)).spec();
        return row("name", name, "stream", spec.stream(), "backbone", spec.backbone().name(), "title", spec.title());
    }

    private Map<String, Object> suite(String name) {
        Problems problems = new Problems();
        SuiteCard card = problems.require(library.suite(name, problems));
        String missing = card.datasets().stream().distinct().filter(dataset -> !here(dataset)).collect(Collectors.joining(", "));
        return row("name", name, "runs", card.runs(), "takes", card.takes().isEmpty() ? "-" : card.takes(),
                "data", missing.isEmpty() ? "here" : "lacks " + missing, "title", card.title());
    }

    private Map<String, Object> training(String name) {
        String remarks = library.trainings().text(name).orElse("").lines().takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(1).strip()).collect(Collectors.joining(" "));
        return row("name", name, "about", remarks);
    }

    private Map<String, Object> stream(String name) {
        Problems problems = new Problems();
        Map<String, Object> tree = problems.require(library.streams().values(name, "list", "streams", problems)).tree();
        return row("name", name, "scenario", tree.getOrDefault("scenario", "-"), "dataset", tree.getOrDefault("dataset", "-"),
                "tasks", tree.getOrDefault("tasks", "-"));
    }

    private Map<String, Object> dataset(DatasetSource source) {
        DatasetCard card = source.card();
        return row("name", card.name(), "classes", number(card.classes()), "train", number(card.train()), "test", number(card.test()),
                "content", card.content(), "where", card.family() ? "yours" : where(card.name()), "licence", card.licence(), "title", card.title());
    }

    private String where(String dataset) {
        return switch (datasets.catalogue().find(dataset).state(DatasetName.parse(dataset)).kind()) {
            case EMBEDDED -> "embedded";
            case VERIFIED, UNVERIFIED -> "on disk";
            case DAMAGED -> "damaged";
            case MISSING -> "not found";
        };
    }

    private boolean here(String dataset) {
        return places.computeIfAbsent(dataset, this::where).matches("embedded|on disk");
    }

    static String number(int officially) {
        return officially == 0 ? "-" : Integer.toString(officially);
    }

    private static Map<String, Object> row(Object... cells) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            row.put(String.valueOf(cells[i]), cells[i + 1]);
        }
        return row;
    }

    /** The kinds of things, with the cells that are shown to people. */
    enum Kind {
        METHODS("name", "summary"), BENCHMARKS("name", "backbone", "title"), SUITES("name", "runs", "takes", "data", "title"),
        STREAMS("name", "scenario", "dataset", "tasks"), TRAININGS("name", "about"),
        DATASETS("name", "classes", "train", "test", "content", "where", "title"), BACKBONES("name", "summary"), NORMALISERS("name", "summary"),
        METRICS("name", "better", "summary"), ADDONS("name", "summary"), AUGMENTATIONS("name", "summary"),
        CONSOLES("name", "summary"), GAUGES("name", "unit", "summary");

        private final List<String> shown;

        Kind(String... shown) {
            this.shown = List.of(shown);
        }

        /** Keys of the cells that a table for people has; the others are for {@code describe} and for programs. */
        List<String> shown() {
            return shown;
        }

        /** The kind of a word on the command line. */
        static Kind parse(String word) {
            return Arrays.stream(values()).filter(kind -> kind.toString().equalsIgnoreCase(word)).findFirst().orElseThrow(() ->
                    new InvalidInputException(new Problem("list", "<kind>", word, "is no kind of thing" + Names.suggestion(word, words()))));
        }

        private static List<String> words() {
            return Arrays.stream(values()).map(Kind::toString).toList();
        }

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Their words. */
    static final class Kinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Kind.words().iterator();
        }
    }
}
