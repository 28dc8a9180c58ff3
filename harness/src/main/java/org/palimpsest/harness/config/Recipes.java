package org.palimpsest.harness.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.LearningModule;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.plugins.Plugins;

/** The methods of a suite, looked up, with the options that the suite and the command line give them. */
final class Recipes {
    private final SuiteSpec suite;
    private final List<Optional<Plugins.Recipe>> found;
    private final Settings settings;

    /**
     * Looks methods and add-ons up; what is unknown, and settings that fit nothing, are added to the problems.
     *
     * @param asker what errors name as the place of the methods' names
     */
    Recipes(SuiteSpec suite, String asker, List<Setting> settings, StreamPlanners kinds, Plugins plugins, Problems problems) {
        this.suite = suite;
        found = suite.methods().stream().map(m -> plugins.recipe(m.name(), asker, problems)).toList();
        this.settings = new Settings(settings, kinds, plugins, found.stream().flatMap(Optional::stream).toList(), problems);
    }

    /** What the command line says. */
    Settings settings() {
        return settings;
    }

    /**
     * All methods with their options.
     *
     * @param benchmarkRule the benchmark's update rule; empty where it was found wrong and need not be told again
     */
    List<PlannedRecipe> plan(Map<String, Object> benchmarkRule, Problems problems) {
        List<PlannedRecipe> planned = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            RecipeSpec written = suite.methods().get(i);
            found.get(i).flatMap(recipe -> plan(recipe, written, benchmarkRule, problems)).ifPresent(planned::add);
        }
        return planned;
    }

    private Optional<PlannedRecipe> plan(Plugins.Recipe recipe, RecipeSpec written, Map<String, Object> benchmarkRule, Problems problems) {
        Map<RecipeModule<?>, Map<String, Object>> given = new LinkedHashMap<>();
        recipe.parts().forEach(part -> given.put(part, new LinkedHashMap<>()));
        Map<String, Object> optimiser = new LinkedHashMap<>(benchmarkRule);
        int before = problems.count();
        written.options().forEach((key, value) -> {
            Optional<LearningModule<?>> owner = recipe.parts().stream().filter(part -> has(part.options(), option(key, part))).findFirst();
            if (owner.isPresent()) {
                given.get(owner.get()).put(option(key, owner.get()), value);
            } else if (has(OptimiserOptions.class, key)) {
                optimiser.put(key, value);
            } else {
                problems.at(suite.source()).add("methods." + recipe.name() + "." + key, value,
                        "unknown option" + Names.suggestion(key, optionNames(recipe)));
            }
        });
        String source = suite.source() + ": methods." + recipe.name();
        Binder binder = new Binder(problems);
        Map<RecipeModule<?>, Record> options = new LinkedHashMap<>();
        given.forEach((part, values) -> {
            Values merged = new Values(values, source);
            settings.apply(part, merged);
            binder.bind(part.options(), merged).ifPresent(o -> options.put(part, o));
        });
        Values rules = new Values(optimiser, source);
        settings.applyOptimiser(recipe.method(), benchmarkRule, rules);
        Optional<OptimiserOptions> rule = binder.bind(OptimiserOptions.class, rules);
        return problems.count() > before ? Optional.empty() : Optional.of(new PlannedRecipe(recipe, options, rule.orElseThrow()));
    }

    /** {@code addon.option} is the option of that add-on. */
    static String option(String key, RecipeModule<?> part) {
        return key.startsWith(part.name() + ".") ? key.substring(part.name().length() + 1) : key;
    }

    static boolean has(Class<? extends Record> options, String name) {
        return Arrays.stream(options.getRecordComponents()).anyMatch(c -> c.getName().equals(name));
    }

    static List<String> optionNames(Plugins.Recipe recipe) {
        List<String> names = new ArrayList<>();
        recipe.parts().forEach(part -> OptionInfo.of(part.options()).forEach(o -> names.add(o.name())));
        OptionInfo.of(OptimiserOptions.class).forEach(o -> names.add(o.name()));
        return names;
    }
}
