package org.palimpsest.methods.plasticity;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/** {@code leaky}: units that are never wholly silent. */
@AutoService(AddOnModule.class)
public final class Leaky extends AddOnModule<Leaky.Options> {
    /** For the service loader. */
    public Leaky() {
        super("leaky", "leaky ReLU in the place of every ReLU", "Maas et al., Rectifier Nonlinearities Improve Neural Network Acoustic Models, ICML-W 2013",
                Options.class);
    }

    /** Options. */
    public record Options(@Doc("slope below zero") @Positive @Default("0.01") double slope) {}

    /** max(0, x) + slope min(0, x). */
    @Override
    protected Block rebuild(Block backbone, Options options) {
        float slope = (float) ((Options) options).slope();
        Block rebuilt = Structure.withRelus(backbone);
        Structure.relus(rebuilt).forEach(relu -> relu.replace(x -> Activation.leakyRelu(x, slope), 1));
        return rebuilt;
    }
}
