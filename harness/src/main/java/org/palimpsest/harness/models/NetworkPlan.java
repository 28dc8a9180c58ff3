package org.palimpsest.harness.models;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.plugins.Plugins;

/**
 * How a network is put together: all that it takes to build it anew, but for its weights.
 *
 * @param input shape of one example
 * @param stored how numbers of an example are stored, UINT8 for pixels
 * @param mean what they are normalised by, of pixel / 255 or of the feature, one value per channel
 * @param sd likewise
 * @param backbone what is below the head
 * @param normaliser what normalises in it in place of batch normalisation, if the benchmark says so
 * @param recipe name of the method with its add-ons, which may rebuild the backbone
 * @param parts the method and the add-ons
 * @param head kind of head
 * @param scale factor on cosines
 * @param outputs how many the head has
 */
public record NetworkPlan(
        List<Long> input, DataType stored, List<Double> mean, List<Double> sd, Part backbone, Optional<Part> normaliser, String recipe, List<Part> parts,
        HeadKind head, double scale, int outputs) {
    private static final String FILE = "the description of the model";

    /**
     * A part that is found by its name.
     *
     * @param options as they are set, by name
     */
    public record Part(String name, Map<String, Object> options) {
        /** A part as it is used. */
        public static Part of(RecipeModule<?> module, Record options) {
            return new Part(module.name(), Binder.toMap(options));
        }

        private Record bind(RecipeModule<?> module, Problems problems) {
            return problems.require(new Binder(problems).bind(module.options(), options, FILE));
        }
    }

    /** Copies the lists. */
    public NetworkPlan {
        input = List.copyOf(input);
        mean = List.copyOf(mean);
        sd = List.copyOf(sd);
        parts = List.copyOf(parts);
        normaliser = normaliser == null ? Optional.empty() : normaliser;
    }

    /** Shape of one example, without the batch dimension. */
    public Shape example() {
        return new Shape(input);
    }

    /**
     * Builds such a network, with weights of chance.
     *
     * @param plugins has the parts
     * @param manager lives as long as the network
     * @throws InvalidInputException if a part is not there, or is another one
     */
    public Network build(Plugins plugins, NDManager manager) {
        Problems problems = new Problems().at(FILE);
        Block block = block(plugins, problems);
        Network network = new Network(manager, block, example(), new Normalisation(manager, stored, values(mean), values(sd)), head, outputs, (float) scale);
        network.see(outputs);
        return network;
    }

    private Block block(Plugins plugins, Problems problems) {
        var module = find("backbone", backbone, plugins.backbones(), problems);
        Block block = module.create(backbone.bind(module, problems), example());
        if (normaliser.isPresent()) {
            var exchanged = find("normaliser", normaliser.get(), plugins.normalisers(), problems);
            block = exchanged.rebuilt(block, normaliser.get().bind(exchanged, problems));
        }
        Optional<Plugins.Recipe> found = plugins.recipe(recipe, FILE, problems);
        problems.throwIfAny();
        List<RecipeModule<?>> modules = new ArrayList<>(found.orElseThrow().parts());
        Map<RecipeModule<?>, Record> options = new HashMap<>();
        modules.forEach(part -> options.put(part, parts.stream().filter(p -> p.name().equals(part.name())).findFirst().orElseThrow().bind(part, problems)));
        return found.orElseThrow().rebuild(block, options);
    }

    private static <M extends RecipeModule<?>> M find(String key, Part part, Map<String, M> known, Problems problems) {
        return problems.require(Optional.ofNullable(known.get(part.name())).or(() -> {
            problems.add(key, part.name(), "there is no such " + key + " here" + Names.suggestion(part.name(), known.keySet(), "it may be a plug-in's"));
            return Optional.empty();
        }));
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
