package org.palimpsest.harness.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.config.VariedOptions;
import org.palimpsest.harness.tune.Axis;
import org.palimpsest.harness.tune.Rung;
import org.palimpsest.harness.tune.Space;
import picocli.CommandLine.Option;

/** What is varied, and how it is searched. */
final class SearchOptions {
    private static final String SOURCE = "--vary";
    private static final int MOST_SETTINGS = 1000;

    @Option(names = SOURCE, paramLabel = "key=values", description = {
        "an option of a method and what it is varied over; repeatable: values in a list (METHOD.lr=0.01,0.03,0.1), or a range (METHOD.buffer=100..1000),",
        "with :log for equal ratios (METHOD.lambda=1..10000:log), and for a grid with how many (METHOD.lr=0.001..1:log:4);",
        "without the method (lr=0.01,0.1) of all that have it; lr, momentum and the like are those of the update rule"})
    private List<String> vary = List.of();

    @Option(names = "--search", paramLabel = "grid|random|halving", defaultValue = "grid",
            description = "grid: every setting; random: --trials settings by chance; halving: --trials settings by chance with one seed, the best third of "
                    + "them with three, and so on to all --seeds (default: ${DEFAULT-VALUE})")
    private Kind kind;

    @Option(names = "--trials", paramLabel = "N", defaultValue = "20",
            description = "settings that are tried of each method, but by a grid (default: ${DEFAULT-VALUE})")
    private int trials;

    @Option(names = "--eta", paramLabel = "N", defaultValue = "3",
            description = "halving keeps one of so many settings, and takes so many times the seeds (default: ${DEFAULT-VALUE})")
    private int eta;

    @Option(names = "--budget", paramLabel = "runs", description = "most runs of a search for one method on one benchmark: so many settings fewer are tried; a "
            + "grid that needs more is refused (default: no limit)")
    private Integer budget;

    @Option(names = "--search-seed", paramLabel = "N", defaultValue = "0", description = "what settings are drawn by (default: ${DEFAULT-VALUE})")
    private long seed;

    /** Ways to search. */
    enum Kind {
        /** All settings. */
        GRID,
        /** Some, by chance. */
        RANDOM,
        /** Some, by chance, of which the worse ones are given up early. */
        HALVING
    }

    /**
     * The search for the options of one method.
     *
     * @param settings what is tried: value by key
     * @param rungs in which steps
     */
    record Search(List<Map<String, String>> settings, List<Rung> rungs) {}

    /**
     * The search of each method.
     *
     * @param methods those of the suite
     * @param fixed keys of {@code --set}
     * @param seeds how many each setting is run with
     */
    List<Search> searches(List<RecipeSpec> methods, Set<String> fixed, int seeds, VariedOptions options, Problems wrong) {
        Problems problems = wrong.at("command line");
        if (trials < 1 || trials > MOST_SETTINGS) {
            problems.add("--trials", trials, "must be from 1 to " + MOST_SETTINGS);
        }
        if (eta < 2 || eta > MOST_SETTINGS) {
            problems.add("--eta", eta, "must be from 2 to " + MOST_SETTINGS);
        }
        if (budget != null && budget < 1) {
            problems.add("--budget", budget, "must be at least 1");
        }
        if (vary.isEmpty()) {
            problems.add(SOURCE, "", "must say what is varied, at least once: " + methods.stream().findFirst().map(RecipeSpec::name).orElse("METHOD")
                    + ".lr=0.01,0.03,0.1 for example; 'palimpsest describe method NAME' shows the options of a method");
            return List.of();
        }
        List<Axis> axes = axes(methods, fixed, options, wrong.at(SOURCE));
        if (!wrong.isEmpty()) {
            return List.of();
        }
        List<Search> searches = new ArrayList<>();
        for (RecipeSpec method : methods) {
            Space space = new Space(axes.stream().filter(axis -> options.has(method, axis.key())).toList());
            if (space.axes().isEmpty()) {
                problems.add(SOURCE, "", "varies nothing of " + method.name() + ": write what, " + method.name() + ".lr=0.01,0.1 for example, or leave the "
                        + "method out of --methods");
            } else {
                searches.add(search(method, space, Math.max(1, seeds), problems));
            }
        }
        return searches;
    }

    private List<Axis> axes(List<RecipeSpec> methods, Set<String> fixed, VariedOptions options, Problems problems) {
        List<Axis> axes = vary.stream().flatMap(text -> Axis.parse(text, problems).stream()).toList();
        Set<String> seen = new HashSet<>();
        for (Axis axis : axes) {
            String key = axis.key();
            if (methods.stream().noneMatch(method -> options.has(method, key))) {
                problems.add(key, "", "is no option of a method here, nor of its update rule; what a benchmark says is the same for all"
                        + Names.suggestion(key, methods.stream().flatMap(method -> options.keys(method).stream()).distinct().toList()));
            }
            if (fixed.stream().anyMatch(set -> set.equals(key) || set.endsWith("." + key) || key.endsWith("." + set))) {
                problems.add(key, "", "is set by --set, too");
            }
            if (!seen.add(key)) {
                problems.add(key, "", "is varied twice");
            }
            if (kind == Kind.GRID && axis.grid().isEmpty()) {
                problems.add(key, "", "a grid has to know how many values: write low..high:5, or --search random");
            }
        }
        return axes;
    }

    private Search search(RecipeSpec method, Space space, int seeds, Problems problems) {
        if (kind == Kind.GRID) {
            long size = space.gridSize();
            if (size > MOST_SETTINGS) {
                problems.add(SOURCE, "", "makes a grid of " + size + " settings of " + method.name() + ", more than " + MOST_SETTINGS + "; --search random "
                        + "tries some of them");
                return new Search(List.of(), List.of());
            }
            requireBudget(method, size * seeds, problems);
            return new Search(space.grid(), Rung.single((int) size, seeds));
        }
        int wanted = Math.min(Math.max(1, trials), MOST_SETTINGS);
        requireBudget(method, Rung.runs(rungs(1, seeds)), problems);
        while (wanted > 1 && budget != null && Rung.runs(rungs(wanted, seeds)) > budget) {
            wanted--;
        }
        List<Map<String, String>> settings = space.random(wanted, seed);
        return new Search(settings, rungs(settings.size(), seeds));
    }

    private List<Rung> rungs(int settings, int seeds) {
        return kind == Kind.HALVING ? Rung.halving(settings, seeds, Math.max(2, eta)) : Rung.single(settings, seeds);
    }

    private void requireBudget(RecipeSpec method, long runs, Problems problems) {
        if (budget != null && runs > budget) {
            problems.add("--budget", budget, "is less than the " + runs + " runs that "
                    + (kind == Kind.GRID ? "the grid" : "one setting") + " of " + method.name()
                    + " takes");
        }
    }

    /** All that decides what is tried, for the name of the search. */
    Map<String, Object> identity() {
        Map<String, Object> identity = new LinkedHashMap<>(Map.of("vary", vary, "search", kind.name()));
        if (kind != Kind.GRID) {
            identity.putAll(Map.of("trials", trials, "seed", seed));
        }
        if (kind == Kind.HALVING) {
            identity.put("eta", eta);
        }
        if (budget != null) {
            identity.put("budget", budget);
        }
        return identity;
    }
}
