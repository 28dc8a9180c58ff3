package org.palimpsest.methods.adapters;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import java.util.Map;
import org.palimpsest.harness.api.AddOnModule;

/** {@code +lora}: any gradient method, with low-rank adapters and the head for all that it trains. */
@AutoService(AddOnModule.class)
public final class Lora extends AddOnModule<LoraOptions> {
    static final String NAME = "lora";
    static final String SOURCE = "Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, ICLR 2022";

    /** For the service loader. */
    public Lora() {
        super(NAME, "trains low-rank adapters beside some layers, and the head; the network itself stays as it is", SOURCE, LoraOptions.class);
    }

    @Override
    protected Map<String, String> contents(LoraOptions options) {
        return options.contents("");
    }

    @Override
    protected Block rebuild(Block backbone, LoraOptions options) {
        return beside(backbone, options);
    }

    /**
     * Freezes a network and puts adapters beside its layers.
     *
     * @throws IllegalArgumentException if it has no such layers, or cannot begin as it is asked to; the message says why
     */
    public static Block beside(Block backbone, LoraOptions options) {
        Block adapted = Adapters.insert(backbone, options.targets(), layer -> new LoraAdapter(layer, options));
        options.from().ifPresent(folder -> PeftAdapters.begin(adapted, options, folder));
        return adapted;
    }
}
