package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;

/** {@code mlp}: fully connected layers of any widths. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class MlpBackbone extends BackboneModule<MlpBackbone.Options> {
    /** For the service loader. */
    public MlpBackbone() {
        super("mlp", "fully connected layers with ReLU", "multilayer perceptron", Options.class);
    }

    @Override
    protected Block build(Options options, Shape input) {
        return Mlp.of(options.widths());
    }

    /** Options. */
    public record Options(@Doc("units of each hidden layer") @NotEmpty @Default("100, 100") List<@Positive Integer> widths) {}
}
