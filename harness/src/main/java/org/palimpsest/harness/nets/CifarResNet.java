package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Optional;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.Pretrained;
import org.palimpsest.harness.api.network.PretrainedWeights;

/** The CIFAR networks of He et al., CVPR 2016, section 4.2: three stages of {@code depth} blocks make 6 depth + 2 layers. */
public abstract class CifarResNet extends BackboneModule<CifarResNet.Options> {
    private final int depth;

    CifarResNet(int depth) {
        super("resnet" + (6 * depth + 2), "CIFAR-style ResNet of " + (6 * depth + 2) + " layers: 16, 32 and 64 channels, zero-padded shortcuts",
                "He et al., CVPR 2016, section 4.2", Options.class);
        this.depth = depth;
    }

    @Override
    protected final Block build(Options options, Shape input) {
        return new ResNet((int) input.get(0), new int[] {16, 32, 64}, depth, Shortcut.ZERO_PADDING);
    }

    @Override
    protected final Optional<String> weights(Options options) {
        return options.weights();
    }

    @Override
    protected final void load(Block block, PretrainedWeights weights, ChannelStatistics normalised) {
        Pretrained.apply(block, weights, TorchNames::of, TorchNames::isClassifier);
    }

    /** Options. */
    public record Options(@Doc("pretrained weights to start from, e.g. cifar10-resnet20; running statistics go with them, a classifier does not. Their "
                    + "authors normalised images by statistics of their own, here it is done by those of the data set: the "
                    + "first layer sees slightly other colours than it was trained with") Optional<String> weights) {}
}
