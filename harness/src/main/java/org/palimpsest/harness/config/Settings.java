package org.palimpsest.harness.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.plugins.Plugins;

/**
 * Decides what each {@code --set} is about: a key of the benchmark (its dotted path, or its last word where that is
 * unambiguous), an option of the backbone or of the benchmark's normaliser ({@code normaliser.groups}), an option of a method or
 * add-on ({@code er.buffer}, or {@code buffer} for all that have it; {@code er.section.option} where options come in sections), or
 * the update rule of one method ({@code er.lr}).
 */
final class Settings {
    private static final List<String> FIXED = List.of("id", "version", "title");

    private final Map<String, String> benchmark = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> recipes = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> optimisers = new LinkedHashMap<>();
    private final Set<String> methods = new TreeSet<>();
    private final Set<String> longOnly = new TreeSet<>();

    Settings(List<Setting> settings, StreamPlanners kinds, Plugins plugins, List<Plugins.Recipe> chosen, Problems problems) {
        Set<String> paths = benchmarkPaths(kinds, plugins);
        Set<String> words = new TreeSet<>(paths);
        paths.stream().filter(p -> p.endsWith(".name")).forEach(p -> words.add(p.substring(0, p.length() - ".name".length())));
        paths.stream().filter(this::hasShortForm).forEach(p -> words.add(p.substring(p.lastIndexOf('.') + 1)));
        Map<String, Class<? extends Record>> recipeOptions = new LinkedHashMap<>();
        chosen.forEach(r -> r.parts().forEach(p -> recipeOptions.put(p.name(), p.options())));
        chosen.forEach(r -> methods.add(r.method().name()));
        recipeOptions.forEach((name, options) -> names(options).forEach(option -> {
            words.add(option);
            words.add(name + "." + option);
        }));
        for (Setting setting : settings) {
            place(setting, paths, recipeOptions, words, problems);
        }
    }

    private void place(Setting setting, Set<String> paths, Map<String, Class<? extends Record>> recipeOptions, Set<String> words, Problems problems) {
        String key = setting.key();
        // a section that is named by one word may be set by it: head=growing
        List<String> targets = new ArrayList<>(paths.stream().filter(p -> p.equals(key) || p.equals(key + ".name") && !paths.contains(key)).toList());
        if (targets.isEmpty()) {
            paths.stream().filter(p -> p.endsWith("." + key) && hasShortForm(p)).forEach(targets::add);
        }
        List<String> owners = recipeOptions.entrySet().stream()
                .filter(e -> has(e.getValue(), key) || has(e.getValue(), without(e.getKey(), key)))
                .map(Map.Entry::getKey).toList();
        if (targets.size() + (owners.isEmpty() ? 0 : 1) > 1) {
            List<String> meanings = new ArrayList<>(targets);
            owners.forEach(o -> meanings.add(o + "." + key));
            problems.at(Setting.SOURCE).add(key, setting.value(), "could mean " + String.join(" or ", meanings) + "; write one of these");
        } else if (!targets.isEmpty()) {
            benchmark.put(targets.get(0), setting.value());
        } else if (!owners.isEmpty()) {
            owners.forEach(o -> recipes.computeIfAbsent(o, x -> new LinkedHashMap<>()).put(without(o, key), setting.value()));
        } else if (ownOptimiser(key).isPresent()) {
            String method = ownOptimiser(key).get();
            optimisers.computeIfAbsent(method, x -> new LinkedHashMap<>()).put(without(method, key), setting.value());
        } else {
            problems.at(Setting.SOURCE).add(key, setting.value(),
                    "is neither a key of the benchmark nor an option of a method in this run" + Names.suggestion(key, words));
        }
    }

    /** The last word of a path stands for it, unless it is every section's or that of a plug-in's option too. */
    private boolean hasShortForm(String path) {
        return !path.endsWith(".name") && !longOnly.contains(path);
    }

    private Optional<String> ownOptimiser(String key) {
        return methods.stream().filter(m -> key.startsWith(m + ".") && has(OptimiserOptions.class, without(m, key))).findFirst();
    }

    /** A key that may begin with the name of what it belongs to, without it. */
    private static String without(String owner, String key) {
        return key.startsWith(owner + ".") ? key.substring(owner.length() + 1) : key;
    }

    /** Whether there is such an option, or a section that may be set by its name alone. */
    private static boolean has(Class<? extends Record> options, String key) {
        return names(options).contains(key) || names(options).contains(key + ".name");
    }

    /** Every dotted path that a benchmark of any kind can have, options of all plug-ins that it can name included. */
    private Set<String> benchmarkPaths(StreamPlanners kinds, Plugins plugins) {
        Set<String> paths = new TreeSet<>();
        collect(BenchmarkSpec.class, "", paths);
        plugins.backbones().values().forEach(module -> names(module.options()).forEach(option -> paths.add("backbone." + option)));
        for (StreamPlanner kind : kinds.all()) {
            collect(kind.section(), "", paths);
            kind.plugins().forEach((key, modules) ->
                    modules.forEach(module -> names(module.options()).forEach(option -> longOnly.add(key + "." + option))));
        }
        paths.addAll(longOnly);
        paths.removeAll(FIXED);
        paths.add(Library.TRAINING);
        return paths;
    }

    @SuppressWarnings("unchecked")
    private static void collect(Class<? extends Record> type, String prefix, Set<String> paths) {
        for (var component : type.getRecordComponents()) {
            Class<?> inner = component.getType();
            if (inner == RecipeSpec.class) {
                paths.add(prefix + component.getName());
                paths.add(prefix + component.getName() + ".name");
            } else if (inner.isRecord()) {
                collect((Class<? extends Record>) inner, prefix + component.getName() + ".", paths);
            } else {
                paths.add(prefix + component.getName());
                Binder.optionalSection(component).ifPresent(section -> collect(section, prefix + component.getName() + ".", paths));
            }
        }
    }

    private static List<String> names(Class<? extends Record> options) {
        return OptionInfo.names(options);
    }

    /** The training that takes the place of the benchmark's own. */
    Optional<String> training() {
        return Optional.ofNullable(benchmark.get(Library.TRAINING));
    }

    /** Puts the benchmark's settings over what its file, or the training, says. */
    void apply(Values values) {
        benchmark.forEach((path, value) -> {
            if (!path.equals(Library.TRAINING)) {
                values.override(path, value, Setting.SOURCE);
            }
        });
    }

    /** Puts a recipe's settings over what the suite says. */
    void apply(RecipeModule<?> recipe, Values values) {
        recipes.getOrDefault(recipe.name(), Map.of()).forEach((option, value) -> values.override(option, value, Setting.SOURCE));
    }

    /**
     * Puts the settings for update rules over what the suite says, those for this method's own last.
     *
     * @param benchmarkRule the benchmark's rule; empty where it was found wrong and need not be told again
     */
    void applyOptimiser(RecipeModule<?> method, Map<String, Object> benchmarkRule, Values values) {
        for (String option : benchmarkRule.keySet()) {
            String value = benchmark.get("optimiser." + option);
            if (value != null) {
                values.override(option, value, Setting.SOURCE);
            }
        }
        optimisers.getOrDefault(method.name(), Map.of()).forEach((option, value) -> values.override(option, value, Setting.SOURCE));
    }
}
