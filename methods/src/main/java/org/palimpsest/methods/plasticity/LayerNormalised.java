package org.palimpsest.methods.plasticity;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.methods.normalisation.LayerNormaliser;

/** {@code layernorm}: layer normalisation before every function of units, and nothing else of {@code nap}. */
@AutoService(AddOnModule.class)
public final class LayerNormalised extends AddOnModule<NoOptions> {
    /** For the service loader. */
    public LayerNormalised() {
        super("layernorm", "layer normalisation before every ReLU, in the place of the biases",
                "Ba, Kiros and Hinton, Layer Normalization, 2016; for plasticity: Lyle et al., ICML 2023", NoOptions.class);
    }

    @Override
    protected Block rebuild(Block backbone, NoOptions options) {
        return NormalisedLayers.insert(backbone, new LayerNormaliser());
    }
}
