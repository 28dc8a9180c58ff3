package org.palimpsest.harness.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.RunId;

/**
 * One run, with everything looked up and checked.
 *
 * @param id where its record goes
 * @param benchmark the protocol
 * @param stream what is learned
 * @param recipe method and add-ons
 * @param options options record of the method and of each add-on
 * @param optimiser update rule
 * @param seed run seed
 * @param protocol everything that results depend on but method, optimiser and seed, for the record
 * @param protocolDigest SHA-256 of the protocol
 */
public record PlannedRun(
        RunId id,
        BenchmarkSpec benchmark,
        PlannedStream stream,
        Plugins.Recipe recipe,
        Map<RecipeModule<?>, Record> options,
        OptimiserOptions optimiser,
        long seed,
        Map<String, Object> protocol,
        String protocolDigest) {

    /** Options of the method and its add-ons by name; those of an add-on are written {@code addon.option}. */
    public Map<String, Object> methodOptions() {
        Map<String, Object> all = new LinkedHashMap<>(Binder.toMap(options.get(recipe.method())));
        recipe.addOns().forEach(addOn -> Binder.toMap(options.get(addOn)).forEach((k, v) -> all.put(addOn.name() + "." + k, v)));
        return all;
    }

    /**
     * Everything that the network depends on at the end of the first task, if the method trains it in a way of which {@code how} says all.
     */
    public Map<String, Object> base(String how) {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("protocol", protocol);
        identity.put("training", how);
        identity.put("optimiser", Binder.toMap(optimiser));
        identity.put("addOns", recipe.addOns().stream().map(RecipeModule::name).toList());
        recipe.addOns().forEach(addOn -> identity.put("options." + addOn.name(), Binder.toMap(options.get(addOn))));
        identity.put("seed", seed);
        return identity;
    }

    /** SHA-256 of such a map, whatever the order of its keys. */
    public static String digest(Map<String, Object> identity) {
        return Planner.sha256(identity);
    }
}
