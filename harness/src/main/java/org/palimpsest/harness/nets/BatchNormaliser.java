package org.palimpsest.harness.nets;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.NormaliserModule;

/** {@code bn}: batch normalisation, as it is in a network for which no normaliser is chosen. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(NormaliserModule.class)
public final class BatchNormaliser extends NormaliserModule<NoOptions> {
    /** Its name. */
    public static final String NAME = "bn";

    /** For the service loader. */
    public BatchNormaliser() {
        super(NAME, "batch normalisation: mean and variance of each channel over the batch, running ones in evaluation",
                "Ioffe and Szegedy, Batch Normalization, ICML 2015", NoOptions.class);
    }

    @Override
    protected Block build(NoOptions options) {
        return Norm.batchNorm();
    }
}
