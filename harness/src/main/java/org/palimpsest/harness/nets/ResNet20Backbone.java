package org.palimpsest.harness.nets;

import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.network.BackboneModule;

/** {@code resnet20}: CIFAR-style ResNet of 20 layers. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class ResNet20Backbone extends CifarResNet {
    /** For the service loader. */
    public ResNet20Backbone() {
        super(3);
    }
}
