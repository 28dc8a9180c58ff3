package org.palimpsest.methods.normalisation;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.NormaliserModule;

/** {@code rms}: root mean square normalisation. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(NormaliserModule.class)
public final class RootMeanSquareNormaliser extends NormaliserModule<NoOptions> {
    /** For the service loader. */
    public RootMeanSquareNormaliser() {
        super("rms", "root mean square normalisation over all channels and positions, example by example",
                "Zhang and Sennrich, Root Mean Square Layer Normalization, NeurIPS 2019", NoOptions.class);
    }

    @Override
    protected Block build(NoOptions options) {
        return new RootMeanSquareNorm();
    }
}
