package org.palimpsest.harness.nets;

import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.network.BackboneModule;

/** {@code resnet32}: CIFAR-style ResNet of 32 layers. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class ResNet32Backbone extends CifarResNet {
    /** For the service loader. */
    public ResNet32Backbone() {
        super(5);
    }
}
