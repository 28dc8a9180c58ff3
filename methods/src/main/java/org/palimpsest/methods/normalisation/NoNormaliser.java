package org.palimpsest.methods.normalisation;

import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.NormaliserModule;

/** {@code none}: activations stay as they are. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(NormaliserModule.class)
public final class NoNormaliser extends NormaliserModule<NoOptions> {
    /** For the service loader. */
    public NoNormaliser() {
        super("none", "no normalisation: activations stay as they are", "ablation", NoOptions.class);
    }

    @Override
    protected Block build(NoOptions options) {
        return Blocks.identityBlock();
    }
}
