package org.palimpsest.harness.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.PluginInfo;
import org.palimpsest.results.record.RunId;

/**
 * One run, with everything looked up and checked.
 *
 * @param id where its record goes
 * @param benchmark the protocol, as far as all kinds of streams share it
 * @param stream what is learned
 * @param how method, add-ons, options and update rule
 * @param seed run seed
 * @param protocol everything that results depend on but method, optimiser and seed, for the record
 * @param protocolDigest SHA-256 of the protocol
 * @param plugins plug-in jars that it uses, as records name them
 */
public record PlannedRun(
        RunId id, BenchmarkSpec benchmark, PlannedStream stream, PlannedRecipe how, long seed, Map<String, Object> protocol, String protocolDigest,
        List<PluginInfo> plugins) {
    /** Method and add-ons. */
    public Plugins.Recipe recipe() {
        return how.recipe();
    }

    /** Options record of the method and of each add-on. */
    public Map<RecipeModule<?>, Record> options() {
        return how.options();
    }

    /** Update rule. */
    public OptimiserOptions optimiser() {
        return how.optimiser();
    }

    /** Options of the method and its add-ons by name; those of an add-on are written {@code addon.option}. */
    public Map<String, Object> methodOptions() {
        Map<String, Object> all = new LinkedHashMap<>(how.optionsOf(recipe().method()));
        recipe().addOns().forEach(addOn -> how.optionsOf(addOn).forEach((k, v) -> all.put(addOn.name() + "." + k, v)));
        return all;
    }

    /**
     * Everything that the network depends on at the end of the first task.
     *
     * @param training says all of the way in which the method trains it
     */
    public Map<String, Object> base(String training) {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("protocol", protocol);
        identity.put("training", training);
        identity.put("optimiser", Binder.toMap(optimiser()));
        identity.put("addOns", recipe().addOns().stream().map(RecipeModule::name).toList());
        recipe().addOns().forEach(addOn -> identity.put("options." + addOn.name(), how.optionsOf(addOn)));
        identity.put("seed", seed);
        return identity;
    }

    /** SHA-256 of such a map, whatever the order of its keys. */
    public static String digest(Map<String, Object> identity) {
        return Digests.of(identity);
    }
}
