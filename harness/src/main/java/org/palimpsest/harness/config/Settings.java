package org.palimpsest.harness.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
 * the update rule of one method ({@code er.lr}). Benchmarks of different kinds have different keys: each kind reads settings by its own.
 */
final class Settings {
    private static final List<String> FIXED = List.of("id", "version", "title");
    private static final String UNKNOWN = "is neither a key of the benchmark nor an option of a method in this run";

    private final Map<StreamPlanner, Set<String>> paths = new LinkedHashMap<>();
    private final Map<StreamPlanner, Map<String, String>> benchmarks = new LinkedHashMap<>();
    private final Map<StreamPlanner, Problems> unclear = new LinkedHashMap<>();
    private final Map<Setting, Set<StreamPlanner>> known = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> recipes = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> optimisers = new LinkedHashMap<>();
    private final Map<String, Class<? extends Record>> recipeOptions = new LinkedHashMap<>();
    private final Set<String> methods = new TreeSet<>();
    private final Set<String> longOnly = new TreeSet<>();

    Settings(List<Setting> settings, StreamPlanners kinds, Plugins plugins, List<Plugins.Recipe> chosen, Problems problems) {
        for (StreamPlanner kind : kinds.all()) {
            paths.put(kind, benchmarkPaths(kind, plugins));
            benchmarks.put(kind, new LinkedHashMap<>());
            unclear.put(kind, new Problems());
        }
        chosen.forEach(r -> r.parts().forEach(p -> recipeOptions.put(p.name(), p.options())));
        chosen.forEach(r -> methods.add(r.method().name()));
        settings.forEach(setting -> place(setting, problems.at(Setting.SOURCE)));
    }

    private void place(Setting setting, Problems problems) {
        String key = setting.key();
        List<String> owners = recipeOptions.entrySet().stream()
                .filter(e -> has(e.getValue(), key) || has(e.getValue(), without(e.getKey(), key)))
                .map(Map.Entry::getKey).toList();
        Set<StreamPlanner> knownTo = new LinkedHashSet<>();
        paths.forEach((kind, all) -> {
            List<String> targets = targets(key, all);
            if (!targets.isEmpty()) {
                knownTo.add(kind);
                place(setting, targets, owners, kind);
            }
        });
        if (!owners.isEmpty()) {
            owners.forEach(o -> recipes.computeIfAbsent(o, x -> new LinkedHashMap<>()).put(without(o, key), setting.value()));
        } else if (!knownTo.isEmpty()) {
            known.put(setting, knownTo);
        } else if (ownOptimiser(key).isPresent()) {
            String method = ownOptimiser(key).get();
            optimisers.computeIfAbsent(method, x -> new LinkedHashMap<>()).put(without(method, key), setting.value());
        } else {
            problems.add(key, setting.value(), UNKNOWN + Names.suggestion(key, words(paths.keySet())));
        }
    }

    /** Gives a kind what its benchmarks are set to, or notes that they cannot tell which of their keys, or a method's, is meant. */
    private void place(Setting setting, List<String> targets, List<String> owners, StreamPlanner kind) {
        if (targets.size() == 1 && owners.isEmpty()) {
            benchmarks.get(kind).put(targets.get(0), setting.value());
            return;
        }
        List<String> meanings = new ArrayList<>(targets);
        owners.forEach(o -> meanings.add(o + "." + setting.key()));
        unclear.get(kind).at(Setting.SOURCE).add(setting.key(), setting.value(),
                "could mean " + String.join(" or ", meanings) + "; write one of these");
    }

    /** Which of these paths a key stands for: the one that it is, the section that it names ({@code head=growing}), or those that end with it. */
    private List<String> targets(String key, Set<String> paths) {
        List<String> whole = paths.stream().filter(p -> p.equals(key) || p.equals(key + ".name") && !paths.contains(key)).toList();
        return whole.isEmpty() ? paths.stream().filter(p -> p.endsWith("." + key) && hasShortForm(p)).toList() : whole;
    }

    /** All that a setting may say of benchmarks of these kinds and of the methods. */
    private Set<String> words(Collection<StreamPlanner> kinds) {
        Set<String> words = new TreeSet<>();
        kinds.forEach(kind -> paths.get(kind).forEach(path -> {
            words.add(path);
            if (path.endsWith(".name")) {
                words.add(path.substring(0, path.length() - ".name".length()));
            }
            if (hasShortForm(path)) {
                words.add(path.substring(path.lastIndexOf('.') + 1));
            }
        }));
        recipeOptions.forEach((name, options) -> names(options).forEach(option -> {
            words.add(option);
            words.add(name + "." + option);
        }));
        return words;
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

    /** Every dotted path that a benchmark of a kind can have, options of all plug-ins that it can name included. */
    private Set<String> benchmarkPaths(StreamPlanner kind, Plugins plugins) {
        Set<String> all = new TreeSet<>();
        collect(BenchmarkSpec.class, "", all);
        collect(kind.section(), "", all);
        plugins.backbones().values().forEach(module -> names(module.options()).forEach(option -> all.add("backbone." + option)));
        kind.plugins().forEach((key, modules) -> modules.forEach(module -> names(module.options()).forEach(option -> {
            longOnly.add(key + "." + option);
            all.add(key + "." + option);
        })));
        all.removeAll(FIXED);
        all.add(Library.TRAINING);
        return all;
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

    /** What a key that benchmarks of all kinds have is set to. */
    Optional<String> common(String path) {
        return benchmarks.values().stream().flatMap(set -> Optional.ofNullable(set.get(path)).stream()).findFirst();
    }

    /** Puts the settings for benchmarks of a kind over what the file of one, or the training, says; those of which it is unclear what they mean are told. */
    void apply(StreamPlanner kind, Values values, Problems problems) {
        problems.addAll(unclear.get(kind).list());
        benchmarks.get(kind).forEach((path, value) -> {
            if (!path.equals(Library.TRAINING)) {
                values.override(path, value, Setting.SOURCE);
            }
        });
    }

    /** Tells of settings that only benchmarks of other kinds could follow than those that there are. */
    void requireUse(Collection<StreamPlanner> kinds, Problems problems) {
        known.forEach((setting, knownTo) -> {
            if (knownTo.stream().noneMatch(kinds::contains)) {
                problems.at(Setting.SOURCE).add(setting.key(), setting.value(), UNKNOWN + Names.suggestion(setting.key(), words(kinds)));
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
            common("optimiser." + option).ifPresent(value -> values.override(option, value, Setting.SOURCE));
        }
        optimisers.getOrDefault(method.name(), Map.of()).forEach((option, value) -> values.override(option, value, Setting.SOURCE));
    }
}
