package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;

/** {@code slim-resnet18}: ResNet-18 with 20 channels in its first stage and a 3x3 stem. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class SlimResNet18Backbone extends BackboneModule<SlimResNet18Backbone.Options> {
    /** For the service loader. */
    public SlimResNet18Backbone() {
        super("slim-resnet18", "ResNet-18 with 20 channels in its first stage and a 3x3 stem", "Lopez-Paz and Ranzato, NeurIPS 2017",
                SlimResNet18Backbone.Options.class);
    }

    @Override
    protected Block build(SlimResNet18Backbone.Options options, Shape input) {
        return ResNet18.of(input, options.width());
    }

    /** Options. */
    public record Options(@Doc("channels of the first stage; the later ones have 2, 4 and 8 times as many") @Positive @Default("20") int width) {}
}
