package org.palimpsest.methods.normalisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.function.ToIntFunction;
import org.palimpsest.harness.api.network.Channels;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Normaliser;

/**
 * Group normalisation: every group of neighbouring channels of every example gets mean 0 and (biased) variance 1, then each channel its own
 * scale and shift (Wu and He, ECCV 2018, equations 1 to 6). In training and evaluation alike: it looks at one example at a time.
 */
final class GroupNorm extends Normaliser {
    private final ToIntFunction<Shape> rule;
    private final Parameter gamma = perChannel("gamma", Parameter.Type.GAMMA, true);
    private final Parameter beta = perChannel("beta", Parameter.Type.BETA, true);
    private int groups;

    /**
     * A normaliser.
     *
     * @param rule number of groups by shape of the activations, (n, channels, ...); it divides the channels
     */
    GroupNorm(ToIntFunction<Shape> rule) {
        this.rule = rule;
    }

    /** The largest divisor of the number of channels that is at most {@code most} and leaves more than one number in a group. */
    static int groups(Shape activations, int most) {
        long channels = activations.get(1);
        long numbers = activations.slice(1).size();
        int groups = (int) Math.min(channels, most);
        while (groups > 1 && (channels % groups != 0 || numbers == groups)) {
            groups--;
        }
        return groups;
    }

    @Override
    protected void prepare(Shape[] inputs) {
        super.prepare(inputs);
        groups = rule.applyAsInt(inputs[0]);
        if (groups == inputs[0].slice(1).size()) {
            throw new IllegalArgumentException("activations of shape " + inputs[0].slice(1)
                    + " cannot be normalised in groups of one number, which would all become 0");
        }
    }

    @Override
    protected NDArray normalise(ParameterStore store, NDArray x, boolean training) {
        NDArray standard = Channels.standardise(x, groups, Norm.EPSILON);
        return Channels.affine(standard, value(store, gamma, x, training), value(store, beta, x, training));
    }
}
