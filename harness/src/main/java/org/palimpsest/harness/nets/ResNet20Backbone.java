package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.BackboneModule;
import org.palimpsest.harness.api.RecipeModule;

/** {@code resnet20}: CIFAR-style ResNet of 20 layers: 16, 32 and 64 channels, zero-padded shortcuts. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class ResNet20Backbone extends BackboneModule<RecipeModule.NoOptions> {
    /** For the service loader. */
    public ResNet20Backbone() {
        super("resnet20", "CIFAR-style ResNet of 20 layers: 16, 32 and 64 channels, zero-padded shortcuts", "He et al., CVPR 2016, section 4.2", RecipeModule.NoOptions.class);
    }

    @Override
    protected Block build(RecipeModule.NoOptions options, Shape input) {
        return CifarResNet.of(input, 3);
    }
}
