package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.Relu;

/** {@code cnn}: convolutions without padding, each followed by a ReLU and a max-pooling of 2x2, then fully connected layers. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class CnnBackbone extends BackboneModule<CnnBackbone.Options> {
    private static final Shape POOL = new Shape(2, 2);

    /** For the service loader. */
    public CnnBackbone() {
        super("cnn", "convolutions with ReLU and pooling, then fully connected layers with ReLU",
                "Dohare et al., Loss of plasticity in deep continual learning, Nature 2024 (network of Continual ImageNet)", Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("channels of each convolution") @NotEmpty @Default("32, 64, 128") List<@Positive Integer> channels,
            @Doc("side of each convolution's kernel; the last one holds for all that follow") @NotEmpty @Default("5, 3") List<@Positive Integer> kernels,
            @Doc("units of each fully connected layer; none is allowed") @Default("128, 128") List<@Positive Integer> widths) {}

    @Override
    protected Block build(Options options, Shape input) {
        SequentialBlock layers = new Row();
        long side = Math.min(input.get(1), input.get(2));
        for (int i = 0; i < options.channels().size(); i++) {
            int kernel = options.kernels().get(Math.min(i, options.kernels().size() - 1));
            side = (side - kernel + 1) / 2;
            if (side < 1) {
                throw new IllegalArgumentException("examples of " + input.get(1) + "x" + input.get(2) + " are too small for convolution " + (i + 1));
            }
            layers.add(FanIn.apply(Conv2d.builder().setFilters(options.channels().get(i)).setKernelShape(new Shape(kernel, kernel)).build()))
                    .add(new Relu())
                    .add(Pool.maxPool2dBlock(POOL, POOL));
        }
        layers.add(Blocks.batchFlattenBlock());
        Mlp.add(layers, options.widths());
        return layers;
    }
}
