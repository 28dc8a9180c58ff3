package org.palimpsest.methods.normalisation;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.NormaliserModule;

/** {@code in}: instance normalisation, as group normalisation with as many groups as channels. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(NormaliserModule.class)
public final class InstanceNormaliser extends NormaliserModule<NoOptions> {
    /** For the service loader. */
    public InstanceNormaliser() {
        super("in", "instance normalisation: mean and variance of each channel over its positions, example by example",
                "Ulyanov, Vedaldi and Lempitsky, Instance Normalization, 2016", NoOptions.class);
    }

    @Override
    protected Block build(NoOptions options) {
        return new GroupNorm(shape -> (int) shape.get(1));
    }
}
