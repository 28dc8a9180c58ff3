package org.palimpsest.methods.adapters;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import java.util.Map;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.methods.bounds.PlainTraining;

/** {@code lora}: plain training of low-rank adapters on each task in turn. */
@AutoService(MethodModule.class)
public final class SequentialLora extends MethodModule<LoraOptions> {
    /** For the service loader. */
    public SequentialLora() {
        super(Lora.NAME, "trains one set of low-rank adapters, and the head, on each task in turn: finetuning of a large network", Lora.SOURCE,
                PlainTraining.class, LoraOptions.class);
    }

    @Override
    protected Map<String, String> contents(LoraOptions options) {
        return options.contents("");
    }

    @Override
    protected Block rebuild(Block backbone, LoraOptions options) {
        return Lora.beside(backbone, options);
    }
}
