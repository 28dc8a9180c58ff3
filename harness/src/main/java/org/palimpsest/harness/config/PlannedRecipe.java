package org.palimpsest.harness.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.LearningModule;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.plugins.Plugins;

/**
 * A method and its add-ons with all their options.
 *
 * @param recipe the method and its add-ons
 * @param options options record of each
 * @param optimiser update rule
 */
public record PlannedRecipe(Plugins.Recipe recipe, Map<RecipeModule<?>, Record> options, OptimiserOptions optimiser) {
    /** As it was written, e.g. {@code er-ace+cn}. */
    public String name() {
        return recipe.name();
    }

    /** Options of the method or of an add-on by name, and what they {@linkplain LearningModule#contentsOf name}. */
    Map<String, Object> optionsOf(LearningModule<?> part) {
        Record set = options.get(part);
        Map<String, Object> all = new LinkedHashMap<>(Binder.toMap(set));
        all.putAll(part.contentsOf(set));
        return all;
    }

    /** What is wrong with its options on such a benchmark, as method and add-ons say. */
    public List<String> problems(BenchmarkFacts facts) {
        return recipe.parts().stream().flatMap(part -> part.problems(options.get(part), facts).stream()).toList();
    }

    /** Examples that its memories have room for, see {@link Capacity}. */
    public long capacity() {
        return options.values().stream().flatMapToLong(record -> Arrays.stream(record.getClass().getRecordComponents())
                .filter(option -> option.isAnnotationPresent(Capacity.class))
                .mapToLong(option -> ((Number) Binder.toMap(record).get(option.getName())).longValue())).sum();
    }
}
