package org.palimpsest.methods.normalisation;

import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.network.NormaliserModule;

/** {@code none}: activations stay as they are. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(NormaliserModule.class)
public final class NoNormaliser extends NormaliserModule<RecipeModule.NoOptions> {
    /** For the service loader. */
    public NoNormaliser() {
        super("none", "no normalisation: activations stay as they are", "ablation", RecipeModule.NoOptions.class);
    }

    @Override
    protected Block build(RecipeModule.NoOptions options) {
        return Blocks.identityBlock();
    }
}
