package org.palimpsest.methods.adapters;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.FloatArray;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.datasets.safetensors.AdapterFolder;
import org.palimpsest.datasets.safetensors.AdapterSettings;
import org.palimpsest.harness.api.network.Projection;
import org.palimpsest.harness.api.network.PublishedNames;

/** Low-rank adapters of a network as the library peft has them, in a folder of their own. */
public final class PeftAdapters {
    private PeftAdapters() {}

    /**
     * Has the adapters of a network begin as those of a folder.
     *
     * @param backbone has adapters, and is not initialised
     * @param options what they were made with
     * @param written the folder, as users write it
     * @throws IllegalArgumentException if they are not of such a network, or the network's layers have no published names; the message says why
     */
    static void begin(Block backbone, LoraOptions options, String written) {
        try {
            AdapterFolder folder = AdapterFolder.of(written);
            requireSame(folder.settings(), options);
            Map<String, AdapterFolder.Pair> given = new LinkedHashMap<>(folder.adapters());
            of(backbone).forEach((layer, adapter) -> {
                AdapterFolder.Pair pair = given.remove(layer);
                if (pair == null) {
                    throw new IllegalArgumentException("there is no adapter for " + layer + " among those that it is to begin with (from)");
                }
                begin(layer + ".lora_A", adapter.a(), pair.a());
                begin(layer + ".lora_B", adapter.b(), pair.b());
            });
            if (!given.isEmpty()) {
                throw new IllegalArgumentException("among the adapters that it is to begin with (from) there is one for " + given.keySet().iterator().next()
                        + ", which has none here (targets)");
            }
        } catch (DatasetException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void requireSame(AdapterSettings given, LoraOptions options) {
        if (given.rank() != options.rank() || given.alpha() != options.alpha() || given.rslora() != options.rslora()) {
            throw new IllegalArgumentException("the adapters that it is to begin with (from) have rank " + given.rank() + ", alpha " + given.alpha()
                    + " and rslora " + given.rslora() + ", not " + options.rank() + ", " + options.alpha() + " and " + options.rslora());
        }
    }

    private static void begin(String name, Parameter parameter, WeightArray given) {
        List<Integer> needed = sides(parameter);
        if (!given.shape().equals(needed)) {
            throw new IllegalArgumentException(name + " of the adapters that it is to begin with (from) has shape " + given.shape() + ", the network needs "
                    + needed);
        }
        parameter.setInitializer((manager, shape, type) -> manager.create(given.values(), shape));
    }

    /**
     * Writes the adapters of a network as they are.
     *
     * @param backbone has adapters, and is initialised
     * @param options what they were made with
     * @throws IllegalArgumentException if the network's layers have no published names
     * @throws DatasetException if they cannot be written
     */
    public static void write(Block backbone, LoraOptions options, AdapterFolder folder) {
        Map<String, AdapterFolder.Pair> pairs = new LinkedHashMap<>();
        of(backbone).forEach((layer, adapter) -> pairs.put(layer, new AdapterFolder.Pair(values(adapter.a()), values(adapter.b()))));
        Set<String> all = Projection.in(backbone).keySet().stream().map(published(backbone)::published).collect(Collectors.toSet());
        List<String> targets = targets(pairs.keySet(), all);
        folder.write(new AdapterSettings(options.rank(), options.alpha(), options.rslora(), options.dropout(), targets), pairs);
    }

    private static WeightArray values(Parameter parameter) {
        return WeightArray.of(new FloatArray(sides(parameter), parameter.getArray().toFloatArray()));
    }

    private static List<Integer> sides(Parameter parameter) {
        return Arrays.stream(parameter.getShape().getShape()).mapToObj(side -> (int) side).toList();
    }

    /** The last parts of the names of layers where all that are called so have adapters, and whole names where some have none. */
    private static List<String> targets(Set<String> adapted, Set<String> all) {
        return adapted.stream().map(layer -> {
            String last = last(layer);
            return adapted.containsAll(all.stream().filter(other -> last(other).equals(last)).toList()) ? last : layer;
        }).distinct().sorted().toList();
    }

    private static String last(String layer) {
        return layer.substring(layer.lastIndexOf('.') + 1);
    }

    /** Plain adapters by the published names of their layers, in the order of the network. */
    private static Map<String, LoraAdapter> of(Block backbone) {
        PublishedNames names = published(backbone);
        Map<String, LoraAdapter> found = new LinkedHashMap<>();
        Projection.in(backbone).forEach((path, layer) -> layer.adapter().filter(LoraAdapter.class::isInstance)
                .ifPresent(adapter -> found.put(names.published(path), (LoraAdapter) adapter)));
        return found;
    }

    private static PublishedNames published(Block backbone) {
        if (backbone instanceof PublishedNames names) {
            return names;
        }
        throw new IllegalArgumentException("its layers have no names that peft knows them by");
    }
}
