package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import java.util.List;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.BackboneModule;

/** {@code identity}: no layers at all, for precomputed features; the head is the whole network. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class IdentityBackbone extends BackboneModule<NoOptions> {
    /** For the service loader. */
    public IdentityBackbone() {
        super("identity", "no layers: the features are the examples themselves, as precomputed ones are", "linear classifier", NoOptions.class);
    }

    @Override
    protected Block build(NoOptions options, Shape input) {
        return Mlp.of(List.of());
    }
}
