package org.palimpsest.methods.normalisation;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.NormaliserModule;

/** {@code adab2n}: adaptive balance of batch normalisation. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(NormaliserModule.class)
public final class AdaptiveBalanceNormaliser extends NormaliserModule<AdaptiveBalanceNormaliser.Options> {
    /** For the service loader. */
    public AdaptiveBalanceNormaliser() {
        super("adab2n", "batch normalisation that weighs the tasks of a batch, and past batches, against recency",
                "Lyu et al., Overcoming Recency Bias of Normalization Statistics in Continual Learning: Balance and Adaptation, NeurIPS 2023",
                Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("how soon the running statistics forget: 1 as batch "
                    + "normalisation, 0 not at all") @PositiveOrZero @DecimalMax("1") @Default("0.4") double kappa,
            @Doc("weight of the loss that draws batch statistics and running statistics together") @PositiveOrZero @Default("0.1") double lambda,
            @Doc("the first task, counted from 0, in which that loss is added") @PositiveOrZero @Max(1) @Default("1") int adaT0,
            @Doc("whether the tasks of a batch are weighted; otherwise every example counts alike") @Default("true") boolean weighted,
            @Doc("whether the weights of tasks that are not in the batch go to those that are, or, as in the authors' "
                    + "code, are lost") @Default("false") boolean renormalise) {}

    @Override
    protected Block build(Options options) {
        return new AdaptiveBalanceNorm(options);
    }

    @Override
    public boolean needsTasks() {
        return true;
    }
}
