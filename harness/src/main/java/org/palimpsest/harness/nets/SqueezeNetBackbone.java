package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import java.util.Optional;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.Pretrained;
import org.palimpsest.harness.api.network.PretrainedArray;
import org.palimpsest.harness.api.network.PretrainedWeights;

/** {@code squeezenet}: SqueezeNet 1.1 without its last convolution, a small network for images of ImageNet's kind. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class SqueezeNetBackbone extends BackboneModule<SqueezeNetBackbone.Options> {
    private static final int COLOURS = 3;
    private static final int WHITE = 255;
    private static final double[] BGR = {104, 117, 123}; // what its authors subtracted

    /** For the service loader. */
    public SqueezeNetBackbone() {
        super("squeezenet", "SqueezeNet 1.1 without its last convolution: 512 features, 0.7 million weights",
                "Iandola et al., SqueezeNet: AlexNet-Level Accuracy with 50x Fewer Parameters, arXiv 1602.07360; its version 1.1", Options.class);
    }

    @Override
    protected Block build(Options options, Shape input) {
        return new SqueezeNet(input);
    }

    @Override
    protected Optional<String> weights(Options options) {
        return options.weights();
    }

    @Override
    protected void load(Block block, PretrainedWeights weights, ChannelStatistics normalised) {
        Pretrained.apply(block, forNormalised(weights, normalised), SqueezeNetBackbone::nameInFile, name -> name.startsWith("conv10/"));
    }

    /** From {@code fire2.squeeze1x1.weight} to {@code fire2/squeeze1x1/w}. */
    private static String nameInFile(String path) {
        return path.replaceFirst("\\.weight$", ".w").replaceFirst("\\.bias$", ".b").replace('.', '/');
    }

    /**
     * The authors' input is blue, green and red from 0 to 255 less a constant, ours x = (p / 255 - mean) / sd of red, green and blue.
     * The first convolution has no padding, so that other weights and biases in it make up for that exactly.
     */
    private static PretrainedWeights forNormalised(PretrainedWeights weights, ChannelStatistics normalised) {
        PretrainedArray kernels = weights.array("conv1/w");
        PretrainedArray biases = weights.array("conv1/b");
        if (normalised.channels() != COLOURS) {
            throw new IllegalArgumentException(weights.name() + " is for images in colour");
        }
        float[] k = kernels.values();
        float[] b = biases.values();
        int area = k.length / (b.length * COLOURS);
        float[] w = new float[k.length];
        for (int out = 0; out < b.length; out++) {
            double bias = b[out];
            for (int rgb = 0; rgb < COLOURS; rgb++) {
                int bgr = COLOURS - 1 - rgb;
                for (int i = 0; i < area; i++) {
                    double weight = k[(out * COLOURS + bgr) * area + i];
                    w[(out * COLOURS + rgb) * area + i] = (float) (weight * WHITE * normalised.sd().get(rgb));
                    bias += weight * (WHITE * normalised.mean().get(rgb) - BGR[bgr]);
                }
            }
            b[out] = (float) bias;
        }
        return weights.with("conv1/w", new PretrainedArray(kernels.shape(), w)).with("conv1/b", new PretrainedArray(biases.shape(), b));
    }

    /** Options. */
    public record Options(@Doc("pretrained weights to start from, e.g. imagenet-squeezenet, of the reference model: their last convolution is left out, and "
                    + "the first one is changed so that images as we normalise them are seen as its authors' were") Optional<String> weights) {}
}
