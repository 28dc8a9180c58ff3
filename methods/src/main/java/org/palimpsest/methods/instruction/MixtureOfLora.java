package org.palimpsest.methods.instruction;

import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.methods.adapters.Adapters;
import org.palimpsest.methods.adapters.LoraOptions;
import org.palimpsest.methods.bounds.PlainTraining;

/** {@code moe-lora}: a mixture of low-rank experts. */
@AutoService(MethodModule.class)
public final class MixtureOfLora extends MethodModule<MixtureOfLora.Options> {
    /** For the service loader. */
    public MixtureOfLora() {
        super("moe-lora", "trains a mixture of low-rank experts beside each layer, weighed token by token, on each task in turn",
                "Chen et al., CoIN: A Benchmark of Continual Instruction Tuning for Multimodal Large Language Models, NeurIPS 2024, and the authors' code",
                PlainTraining.class, Options.class);
    }

    /** Options. */
    public record Options(
            LoraOptions lora,
            @Doc("experts, which share the rank") @Positive @Default("4") int experts,
            @Doc("experts that a token goes to, those with the largest weights; 0 for all") @PositiveOrZero @Default("0") int topK) {}

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        List<String> problems = new ArrayList<>(OrthogonalLora.unlessFresh(options.lora()));
        if (options.lora().rank() % options.experts() != 0) {
            problems.add("lora.rank " + options.lora().rank() + " cannot be shared by " + options.experts() + " experts alike");
        }
        if (options.topK() > options.experts()) {
            problems.add("topK " + options.topK() + " is more than there are experts: " + options.experts());
        }
        return problems;
    }

    @Override
    protected Block rebuild(Block backbone, Options options) {
        int active = options.topK() == 0 ? options.experts() : options.topK();
        return Adapters.insert(backbone, options.lora().targets(), layer -> new MixtureAdapter(layer, options.lora(), options.experts(), active));
    }
}
