package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;

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
        SequentialBlock layers = Convolutions.of(input, options.channels(), options.kernels(), options.strides(), 1);
        Mlp.add(layers, options.widths());
        return layers;
    }
}
