package org.palimpsest.methods.adapters;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.palimpsest.harness.api.network.Adapter;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Projection;

/** Networks that stay as they are but for the adapters beside some of their layers. */
public final class Adapters {
    private static final int SHOWN = 12;

    private Adapters() {}

    /**
     * Freezes a network, running statistics included, and puts adapters beside some of its layers.
     *
     * @param backbone not initialised
     * @param targets names of layers, or the last parts of their paths
     * @param maker makes the adapter of a layer
     * @return the backbone
     * @throws IllegalArgumentException if a name is that of no layer that is open to adapters
     */
    public static Block insert(Block backbone, List<String> targets, Function<Projection, Adapter> maker) {
        Map<String, Projection> layers = Projection.in(backbone);
        requireAll(targets, layers);
        freeze(backbone);
        layers.forEach((path, layer) -> {
            if (targets.stream().anyMatch(target -> isCalled(path, target))) {
                layer.adapt(maker.apply(layer));
            }
        });
        return backbone;
    }

    private static boolean isCalled(String path, String target) {
        return path.equals(target) || path.endsWith("." + target);
    }

    private static void requireAll(List<String> targets, Map<String, Projection> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("none of its layers is open to adapters");
        }
        List<String> missing = targets.stream().filter(target -> layers.keySet().stream().noneMatch(path -> isCalled(path, target))).toList();
        if (!missing.isEmpty()) {
            List<String> names = layers.keySet().stream().map(path -> path.substring(path.lastIndexOf('.') + 1)).distinct().toList();
            throw new IllegalArgumentException("none of its layers is called " + String.join(" or ", missing) + "; open to adapters are "
                    + names.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (names.size() > SHOWN ? " and others" : ""));
        }
    }

    private static void freeze(Block backbone) {
        List<Norm> places = Norm.in(backbone);
        places.stream().filter(place -> place.content() instanceof BatchNorm).forEach(place -> place.fill(new Still(place.content())));
        if (normalisesBatches(backbone)) {
            throw new IllegalArgumentException("it has batch normalisation of the engine's own, which cannot be kept from moving its statistics");
        }
        backbone.getParameters().values().stream().filter(Parameter::requiresGradient).forEach(parameter -> parameter.freeze(true));
    }

    private static boolean normalisesBatches(Block block) {
        return block instanceof BatchNorm || block.getChildren().values().stream().anyMatch(Adapters::normalisesBatches);
    }

    /** The adapters of a kind in a network, in its order. */
    public static <A extends Adapter> List<A> in(Block network, Class<A> kind) {
        List<A> found = new ArrayList<>();
        Projection.in(network).values().forEach(layer -> layer.adapter().filter(kind::isInstance).map(kind::cast).ifPresent(found::add));
        return found;
    }
}
