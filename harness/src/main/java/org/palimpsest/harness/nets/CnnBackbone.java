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

/** {@code cnn}: convolutions without padding, each followed by a ReLU and a max-pooling of 2x2, then fully connected layers. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class CnnBackbone extends BackboneModule<CnnBackbone.Options> {
    private static final List<Integer> STRIDES = List.of(1);
    private static final int POOL = 2;

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
        SequentialBlock layers = Convolutions.of(input, options.channels(), options.kernels(), STRIDES, POOL);
        Mlp.add(layers, options.widths());
        return layers;
    }
}
