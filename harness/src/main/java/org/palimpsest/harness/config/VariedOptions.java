package org.palimpsest.harness.config;

import com.google.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.LearningModule;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.plugins.Plugins;

/**
 * The options of a suite's methods that a search may vary, by keys as {@code --set} has them: {@code er.buffer}, or {@code buffer} for all that have it, and
 * {@code er.lr} for the update rule. What a benchmark says is no such option: it is the same for all that are compared.
 */
public final class VariedOptions {
    private final Plugins plugins;

    /** The options of these methods and add-ons. */
    @Inject
    public VariedOptions(Plugins plugins) {
        this.plugins = plugins;
    }

    /** Whether a method, which may be unknown, has an option of this key. */
    public boolean has(RecipeSpec method, String key) {
        return option(method, key).isPresent();
    }

    /** A method whose options are set by these keys, all of which it has. */
    public RecipeSpec with(RecipeSpec method, Map<String, String> values) {
        Map<String, Object> options = new LinkedHashMap<>(method.options());
        values.forEach((key, value) -> options.put(option(method, key).orElseThrow(), value));
        return new RecipeSpec(method.name(), options);
    }

    /** Keys that a method has, behind its name. */
    public List<String> keys(RecipeSpec method) {
        return recipe(method).map(recipe -> Recipes.optionNames(recipe).stream().filter(name -> !name.contains("."))
                .map(name -> recipe.method().name() + "." + name).toList()).orElse(List.of());
    }

    private Optional<Plugins.Recipe> recipe(RecipeSpec method) {
        return plugins.recipe(method.name(), "", new Problems());
    }

    /** What a suite calls the option. */
    private Optional<String> option(RecipeSpec method, String key) {
        return recipe(method).flatMap(recipe -> option(recipe, key.startsWith(recipe.name() + ".") ? key.substring(recipe.name().length() + 1) : key));
    }

    private static Optional<String> option(Plugins.Recipe recipe, String key) {
        for (LearningModule<?> part : recipe.parts()) {
            String own = Recipes.option(key, part);
            if (Recipes.has(part.options(), own)) {
                return Optional.of(part == recipe.method() ? own : key);
            }
        }
        return Optional.of(Recipes.option(key, recipe.method())).filter(rule -> Recipes.has(OptimiserOptions.class, rule));
    }
}
