package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;

/**
 * SubNet tuning (Kang et al., On the Soft-SubNetwork for Few-Shot Class Incremental Learning, ICLR 2023): of every convolution and linear
 * layer the share c of weights with the largest scores, the major subnetwork, stays as the base session leaves it; later sessions move
 * the others alone, theta = theta - rate m * gradient with m = 1 for these.
 *
 * <p>Scores are the sizes of the weights, or they are trained in the base session. Then the network computes with mask * W, the mask being 1
 * in the major subnetwork and elsewhere uniform noise (soft) or 0 (hard); a gradient g of mask * W is mask * g for W and, straight through
 * the mask, W * g for the score. The masked weights are what the network has between two steps and what it keeps in the end.
 */
final class Subnet implements Stateful {
    private final List<Layer> layers = new ArrayList<>();
    private final Options options;

    /** Where scores come from. */
    enum Selection {
        /** Scores of their own, trained along with the weights in the base session. */
        LEARNED,
        /** The sizes of the weights after the base session, which itself is left as it is. */
        MAGNITUDE
    }

    /** What the minor weights are multiplied by while scores are learned. */
    enum Mask {
        /** Numbers between 0 and 1, drawn anew for every step. */
        SOFT,
        /** Nothing is left of them. */
        HARD
    }

    /** Options. */
    record Options(
            @Doc("share of each layer's weights that later sessions leave alone; 0.7 in SoftNet's configuration for CIFAR-100, not stated by "
                    + "the paper") @DecimalMin("0") @DecimalMax("1") @Default("0.7") double kept,
            @Doc("which weights are kept: those of the largest learned scores, or the largest ones; not stated by the paper")
            @Default("learned") Selection selection,
            @Doc("factor on the other weights while scores are learned: noise between 0 and 1, or 0") @Default("soft") Mask mask) {}

    /**
     * A layer's weights, number {@code index} of the network.
     *
     * @param score of each weight, number {@code scoreIndex} of the tricks' weights; null where sizes decide
     * @param whole the weights without the mask, while scores are learned
     * @param mask as it is on the weights now
     * @param movable 1 for the weights that later sessions may move, otherwise 0
     */
    private record Layer(int index, NDArray weight, Parameter score, int scoreIndex, NDArray whole, NDArray mask, NDArray movable) {}

    Subnet(TrickWeights weights, NDManager manager, Network network, Options options) {
        this.options = options;
        for (int i = 0; i < network.backboneParameters(); i++) {
            NDArray weight = network.parameters().get(i).getArray();
            if (weight.getShape().dimension() > 1) {
                boolean learned = options.selection == Selection.LEARNED;
                long fanIn = weight.getShape().size() / weight.getShape().get(0);
                int position = weights.all().size();
                layers.add(new Layer(i, weight, learned ? weights.add("score-" + i, weight.getShape(), fanIn) : null, position,
                        learned ? manager.zeros(weight.getShape()) : null, learned ? manager.ones(weight.getShape()) : null,
                        manager.zeros(weight.getShape())));
            }
        }
    }

    /** Whether the base session is trained under masks. */
    boolean learnsScores() {
        return options.selection == Selection.LEARNED;
    }

    /** Lays a mask on the weights, which become those of the network until {@link #lift}. Inside a scope of the training, as {@link #select}. */
    void lay() {
        for (Layer layer : layers) {
            layer.whole.set(new NDIndex(":"), layer.weight.stopGradient());
            try (NDManager scratch = layer.mask.getManager().newSubManager()) {
                NDArray major = major(scratch, layer);
                NDArray minor = options.mask == Mask.HARD ? scratch.zeros(major.getShape())
                        : scratch.randomUniform(0, 1, major.getShape(), DataType.FLOAT32);
                layer.mask.set(new NDIndex(":"), major.add(minor.mul(major.neg().add(1))));
            }
            layer.weight.muli(layer.mask);
        }
    }

    /** Takes the masks off, and turns the gradients of masked weights into those of weights and scores. */
    void lift(Optimiser ofNetwork, Optimiser ofTricks) {
        for (Layer layer : layers) {
            NDArray gradient = ofNetwork.gradient(layer.index);
            layer.weight.set(new NDIndex(":"), layer.whole);
            try (NDArray ofScore = gradient.mul(layer.whole)) {
                ofTricks.gradient(layer.scoreIndex).addi(ofScore);
            }
            gradient.muli(layer.mask);
        }
    }

    /** Decides, at the end of the base session, which weights may move from then on. */
    void select() {
        for (Layer layer : layers) {
            try (NDManager scratch = layer.movable.getManager().newSubManager()) {
                layer.movable.set(new NDIndex(":"), major(scratch, layer).neg().add(1));
            }
        }
    }

    /** 1 for the weights of the largest scores, otherwise 0; as many as {@code kept} says, rounded. */
    private NDArray major(NDManager scratch, Layer layer) {
        NDArray scores = (layer.score == null ? layer.weight : layer.score.getArray()).abs();
        scores.attach(scratch);
        long minor = Math.round((1 - options.kept) * scores.size());
        if (minor == scores.size()) {
            return scratch.zeros(scores.getShape());
        }
        float threshold = scores.flatten().sort().getFloat(minor);
        return scores.gte(threshold).toType(DataType.FLOAT32, false);
    }

    /** 1 where later sessions may move a weight array of the network, otherwise 0; empty for arrays that are not a layer's weights. */
    Optional<NDArray> movable(Parameter parameter) {
        return layers.stream().filter(layer -> layer.weight == parameter.getArray()).map(Layer::movable).findFirst();
    }

    @Override
    public void save(State state) {
        layers.forEach(layer -> state.put("movable-" + layer.index, layer.movable));
    }

    @Override
    public void load(State state) {
        layers.forEach(layer -> state.copyTo("movable-" + layer.index, layer.movable));
    }
}
