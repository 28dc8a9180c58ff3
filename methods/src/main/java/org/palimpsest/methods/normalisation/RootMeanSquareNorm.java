package org.palimpsest.methods.normalisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import org.palimpsest.harness.api.network.Channels;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Normaliser;

/**
 * Every example divided by the root mean square of all its numbers, then scaled by channel: gamma x / sqrt(mean(x^2) + epsilon) (Zhang and
 * Sennrich, NeurIPS 2019, equation 4). Nothing is centred and nothing is shifted.
 */
final class RootMeanSquareNorm extends Normaliser {
    private final Parameter gamma = perChannel("gamma", Parameter.Type.GAMMA, true);

    @Override
    protected NDArray normalise(ParameterStore store, NDArray x, boolean training) {
        Shape shape = x.getShape();
        long n = shape.get(0);
        long channels = shape.get(1);
        NDManager manager = x.getManager();
        NDArray meanSquare = x.reshape(n, -1).norm(new int[] {1}, true).square().div((float) shape.slice(1).size());
        NDArray scale = meanSquare.add(Norm.EPSILON).pow(-0.5f).mul(value(store, gamma, x, training).reshape(1, channels));
        NDArray rows = x.reshape(1, n * channels, shape.slice(2).size());
        return Channels.affine(rows, scale.reshape(n * channels), manager.zeros(new Shape(n * channels))).reshape(shape);
    }
}
