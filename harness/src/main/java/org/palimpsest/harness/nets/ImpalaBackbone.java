package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.pooling.Pool;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.Relu;

/**
 * {@code impala}: sections of a convolution, a max-pooling of 3x3 at every second position and residual blocks, then fully connected layers.
 * Observations may be of any size: all is padded, and a section halves the sides, rounded up.
 */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class ImpalaBackbone extends BackboneModule<ImpalaBackbone.Options> {
    private static final Shape WINDOW = new Shape(3, 3);
    private static final Shape STRIDE = new Shape(2, 2);
    private static final Shape PADDING = new Shape(1, 1);

    /** For the service loader. */
    public ImpalaBackbone() {
        super("impala", "sections of a convolution, pooling and residual blocks, then fully connected layers with ReLU",
                "Espeholt et al., IMPALA, ICML 2018, figure 3 (right), without its recurrent layer", Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("channels of each section") @NotEmpty @Default("16, 32, 32") List<@Positive Integer> channels,
            @Doc("residual blocks of each section") @PositiveOrZero @Default("2") int blocks,
            @Doc("units of each fully connected layer; none is allowed") @Default("256") List<@Positive Integer> widths) {}

    @Override
    protected Block build(Options options, Shape input) {
        SequentialBlock layers = new Row();
        int in = (int) input.get(0);
        for (int out : options.channels()) {
            layers.add(Layers.biased(in, out, 3, 1, 1)).add(Pool.maxPool2dBlock(WINDOW, STRIDE, PADDING));
            for (int block = 0; block < options.blocks(); block++) {
                layers.add(new PreactivatedBlock(out));
            }
            in = out;
        }
        layers.add(new Relu()).add(Blocks.batchFlattenBlock());
        Mlp.add(layers, options.widths());
        return layers;
    }
}
