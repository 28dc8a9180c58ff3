package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.Relu;

/**
 * {@code conv}: convolutions with strides and without padding or pooling, as agents have them. As it is by default it is the network for
 * games of 10x10; with channels 32, 64, 64, kernels 8, 4, 3, strides 4, 2, 1 and 512 units it is that of Mnih et al., Nature 2015.
 */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class ConvBackbone extends BackboneModule<ConvBackbone.Options> {
    /** For the service loader. */
    public ConvBackbone() {
        super("conv", "strided convolutions with ReLU, then fully connected layers with ReLU",
                "Young and Tian, MinAtar, arXiv 1903.03176; Mnih et al., Nature 2015", Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("channels of each convolution") @NotEmpty @Default("16") List<@Positive Integer> channels,
            @Doc("side of each convolution's kernel; the last one holds for all that follow") @NotEmpty @Default("3") List<@Positive Integer> kernels,
            @Doc("stride of each convolution; the last one holds for all that follow") @NotEmpty @Default("1") List<@Positive Integer> strides,
            @Doc("units of each fully connected layer; none is allowed") @Default("128") List<@Positive Integer> widths) {}

    @Override
    protected Block build(Options options, Shape input) {
        SequentialBlock layers = new Row();
        long side = Math.min(input.get(1), input.get(2));
        for (int i = 0; i < options.channels().size(); i++) {
            int kernel = of(options.kernels(), i);
            int stride = of(options.strides(), i);
            side = side < kernel ? 0 : (side - kernel) / stride + 1;
            if (side < 1) {
                throw new IllegalArgumentException("examples of " + input.get(1) + "x" + input.get(2) + " are too small for convolution " + (i + 1));
            }
            layers.add(FanIn.apply(Conv2d.builder().setFilters(options.channels().get(i)).setKernelShape(new Shape(kernel, kernel))
                    .optStride(new Shape(stride, stride)).build())).add(new Relu());
        }
        layers.add(Blocks.batchFlattenBlock());
        Mlp.add(layers, options.widths());
        return layers;
    }

    private static int of(List<Integer> values, int i) {
        return values.get(Math.min(i, values.size() - 1));
    }
}
