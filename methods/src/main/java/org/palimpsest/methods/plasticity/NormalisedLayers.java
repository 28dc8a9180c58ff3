package org.palimpsest.methods.plasticity;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.initializer.Initializer;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.NormaliserModule;

/**
 * Layers whose output is normalised before anything that is not linear is made of it: a positive factor on the weights of such a layer
 * changes nothing (Lyle et al., NeurIPS 2024, section 3).
 *
 * <p>In layers in a row a normalisation comes before every function of units, unless there is one already; batch normalisation is
 * exchanged. Where a network cannot be taken apart, as a residual one, what it has for normalisation is exchanged, so that it normalises
 * where it did before: each convolution of a residual network by itself, before shortcuts are added.
 */
final class NormalisedLayers {
    private NormalisedLayers() {}

    /**
     * Inserts the normalisation and takes the biases from the layers before it: they stay zero and are not trained.
     *
     * @param backbone not initialised
     * @return the same backbone or one made of its layers
     * @throws IllegalArgumentException if it has a part of which cannot be said where it would have to be normalised, or no units at all
     */
    static Block insert(Block backbone, NormaliserModule<NoOptions> normaliser) {
        Block rebuilt = backbone instanceof SequentialBlock ? rebuilt(Structure.flat(backbone)) : backbone;
        List<Block> layers = of(rebuilt);
        if (Norm.in(rebuilt).isEmpty()) {
            throw new IllegalArgumentException("there are no units in it before which something could be normalised");
        }
        layers.forEach(NormalisedLayers::takeBias);
        return normaliser.rebuilt(rebuilt, new NoOptions());
    }

    private static Block rebuilt(List<Block> row) {
        SequentialBlock rebuilt = new SequentialBlock();
        boolean open = false;
        for (Block part : row) {
            if (Structure.isFunction(part) && open) {
                rebuilt.add(new Norm());
            }
            rebuilt.add(part instanceof BatchNorm ? new Norm() : part);
            open = Structure.isLayer(part) || open && !Structure.isFunction(part) && !Structure.isNorm(part) && Structure.canBeTold(part);
        }
        return rebuilt;
    }

    /** The layers of a network, initialised or not, whose output is normalised. */
    static List<Block> of(Block backbone) {
        List<Block> found = new ArrayList<>();
        List<Block> row = Structure.flat(backbone);
        for (int i = 0; i < row.size(); i++) {
            if (!Structure.canBeTold(row.get(i))) {
                found.addAll(insideOf(row.get(i)));
            } else if (Structure.isLayer(row.get(i)) && isNormalised(row.subList(i + 1, row.size()))) {
                found.add(row.get(i));
            }
        }
        return found;
    }

    private static boolean isNormalised(List<Block> behind) {
        return behind.stream().filter(b -> Structure.isLayer(b) || Structure.isFunction(b) || Structure.isNorm(b) || !Structure.canBeTold(b))
                .findFirst().filter(Structure::isNorm).isPresent();
    }

    private static List<Block> insideOf(Block part) {
        List<Block> layers = Structure.layers(part);
        int norms = Norm.in(part).size();
        if (norms < layers.size() || norms == 0) {
            throw new IllegalArgumentException("what is inside of " + part.getClass().getSimpleName() + " cannot be seen, and it has " + layers.size()
                    + " layers of weights but " + norms + " places where something is normalised");
        }
        return layers;
    }

    private static void takeBias(Block layer) {
        for (Parameter parameter : layer.getDirectParameters().values()) {
            if (parameter.getType() == Parameter.Type.BIAS) {
                parameter.setInitializer(Initializer.ZEROS);
                parameter.freeze(true);
            }
        }
    }
}
