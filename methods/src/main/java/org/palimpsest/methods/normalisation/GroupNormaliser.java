package org.palimpsest.methods.normalisation;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.NormaliserModule;

/** {@code gn}: group normalisation. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(NormaliserModule.class)
public final class GroupNormaliser extends NormaliserModule<GroupNormaliser.Options> {
    /** For the service loader. */
    public GroupNormaliser() {
        super("gn", "group normalisation: mean and variance of groups of channels, example by example", "Wu and He, Group Normalization, ECCV 2018",
                Options.class);
    }

    /** Options. */
    public record Options(@Doc("groups of channels at most; where they do not divide a layer's channels, the next smaller number "
                    + "that does") @Positive @Default("32") int groups) {}

    @Override
    protected Block build(Options options) {
        return new GroupNorm(shape -> GroupNorm.groups(shape, options.groups()));
    }
}
