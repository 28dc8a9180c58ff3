package org.palimpsest.harness.images;

import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.config.Values;
import org.palimpsest.harness.nets.BatchNormaliser;
import org.palimpsest.harness.plugins.Plugins;

/**
 * The normaliser of a benchmark, looked up and checked.
 *
 * @param module how activations are normalised
 * @param options its options
 */
public record PlannedNormaliser(NormaliserModule<?> module, Record options) {
    private static final String KEY = "normaliser";

    /** Fills a backbone with it, see {@link NormaliserModule#rebuild}. */
    Block rebuild(Block backbone) {
        return module.rebuilt(backbone, options);
    }

    /** Name and options, for the protocol. */
    Map<String, Object> protocol() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", module.name());
        map.putAll(Binder.toMap(options));
        return map;
    }

    /**
     * Looks up what a benchmark names; everything wrong with it is added to the problems. Batch normalisation, which is there already, is
     * no normaliser to be planned.
     *
     * @param values the benchmark's raw values, which know where they came from
     */
    static Optional<PlannedNormaliser> of(RecipeSpec written, Plugins plugins, Values values, Problems problems) {
        NormaliserModule<?> module = plugins.normalisers().get(written.name());
        if (module == null) {
            problems.at(values.sourceOf(KEY + ".name")).add(KEY, written.name(),
                    "unknown normaliser" + Names.suggestion(written.name(), plugins.normalisers().keySet(), "'palimpsest list normalisers' shows all"));
            return Optional.empty();
        }
        return new Binder(problems).bind(module.options(), values.below(KEY, written.options()))
                .filter(options -> !module.name().equals(BatchNormaliser.NAME))
                .map(options -> new PlannedNormaliser(module, options));
    }
}
