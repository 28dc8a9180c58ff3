package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;

/** {@code resnet18}: ResNet-18 with 64 channels in its first stage and a 3x3 stem. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class ResNet18Backbone extends BackboneModule<ResNet18Backbone.Options> {
    /** For the service loader. */
    public ResNet18Backbone() {
        super("resnet18", "ResNet-18 with 64 channels in its first stage and a 3x3 stem",
                "He et al., CVPR 2016; small-image stem as usual in continual learning", ResNet18Backbone.Options.class);
    }

    @Override
    protected Block build(ResNet18Backbone.Options options, Shape input) {
        return ResNet18.of(input, options.width());
    }

    /** Options. */
    public record Options(@Doc("channels of the first stage; the later ones have 2, 4 and 8 times as many") @Positive @Default("64") int width) {}
}
