package org.palimpsest.methods.normalisation;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.NormaliserModule;

/** {@code cn}: continual normalisation. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(NormaliserModule.class)
public final class ContinualNormaliser extends NormaliserModule<ContinualNormaliser.Options> {
    /** For the service loader. */
    public ContinualNormaliser() {
        super("cn", "continual normalisation: batch normalisation of group-normalised activations",
                "Pham, Liu and Hoi, Continual Normalization: Rethinking Batch Normalization for Online Continual Learning, ICLR 2022", Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("groups of channels at most; where they do not divide a layer's channels, the next smaller number "
                    + "that does") @Positive @Default("32") int groups,
            @Doc("whether scale and shift are trained; in the comparison of Lyu et al., NeurIPS 2023, they are not") @Default("true") boolean affine) {}

    @Override
    protected Block build(Options options) {
        return new ContinualNorm(options.groups(), options.affine());
    }
}
