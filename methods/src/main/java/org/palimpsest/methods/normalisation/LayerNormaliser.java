package org.palimpsest.methods.normalisation;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.NormaliserModule;

/** {@code ln}: layer normalisation, as group normalisation with one group; scale and shift are of channels. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(NormaliserModule.class)
public final class LayerNormaliser extends NormaliserModule<NoOptions> {
    /** For the service loader. */
    public LayerNormaliser() {
        super("ln", "layer normalisation: mean and variance over all channels and positions, example by example",
                "Ba, Kiros and Hinton, Layer Normalization, 2016", NoOptions.class);
    }

    @Override
    protected Block build(NoOptions options) {
        return new GroupNorm(shape -> 1);
    }
}
