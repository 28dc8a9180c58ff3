package org.palimpsest.harness.cli;

import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.config.BenchmarkSpec;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.gauges.Gauges;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.metric.Metrics;

/** What there is, as rows of named cells. */
final class Listing {
    private final Plugins plugins;
    private final Library library;
    private final Datasets datasets;
    private final Metrics metrics;

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
            case BENCHMARKS -> library.benchmarks().names().stream().map(this::benchmark).toList();
            case SUITES -> library.suites().names().stream().map(n -> row("name", n)).toList();
            case TRAININGS -> library.trainings().names().stream().map(n -> row("name", n)).toList();
            case STREAMS -> library.streams().names().stream().map(n -> row("name", n)).toList();
            case DATASETS -> datasets.catalogue().sources().stream().map(s -> dataset(s.card())).toList();
            case METRICS -> metrics.all().stream().map(m -> row("name", m.id(), "better", m.direction().id(), "summary", m.summary(),
                    "reference", m.reference(), "formula", m.formula())).toList();
            case GAUGES -> Gauges.all().stream().map(g -> row("name", g.id(), "unit", g.unit(), "summary", g.summary())).toList();
        };
    }

    List<String> names(Kind kind) {
        return rows(kind).stream().map(r -> String.valueOf(r.get("name"))).toList();
    }

    private List<Map<String, Object>> recipes(Map<String, ? extends RecipeModule<?>> modules) {
        List<Map<String, Object>> rows = new ArrayList<>();
        modules.forEach((name, m) -> rows.add(row("name", name, "summary", m.summary(), "source", m.source(), "from", plugins.origin(m))));
        return rows;
    }

    private Map<String, Object> benchmark(String name) {
        Problems problems = new Problems();
        BenchmarkSpec spec = problems.require(library.benchmark(name, problems)).spec();
        return row("name", name, "stream", spec.stream(), "backbone", spec.backbone().name(), "title", spec.title());
    }

    private static Map<String, Object> dataset(DatasetCard card) {
        return row("name", card.name(), "classes", number(card.classes()), "train", number(card.train()), "test", number(card.test()),
                "content", card.content(), "where", card.embedded() ? "embedded" : "on disk", "licence", card.licence(), "title", card.title());
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

    /** The kinds of things. */
    enum Kind {
        METHODS, BENCHMARKS, SUITES, STREAMS, TRAININGS, DATASETS, BACKBONES, NORMALISERS, METRICS, ADDONS, AUGMENTATIONS, GAUGES;

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
