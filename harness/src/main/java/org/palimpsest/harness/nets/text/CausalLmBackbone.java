package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import java.util.OptionalInt;
import org.palimpsest.datasets.safetensors.ModelFolder;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.Pretrained;
import org.palimpsest.harness.api.network.PretrainedWeights;
import org.palimpsest.harness.api.text.TextBackboneModule;
import org.palimpsest.harness.api.text.Tokenizer;

/** {@code causal-lm}: a language model from a folder. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class CausalLmBackbone extends TextBackboneModule<CausalLmBackbone.Options> {
    /** For the service loader. */
    public CausalLmBackbone() {
        super("causal-lm", "a language model of the Llama, Qwen2 or Qwen3 family from a folder as Hugging Face's transformers write it",
                "Touvron et al., Llama 2, 2023; Grattafiori et al., Llama 3, 2024; Yang et al., Qwen2, 2024, and Qwen3, 2025", Options.class);
    }

    @Override
    public boolean generates() {
        return true;
    }

    @Override
    protected Tokenizer tokenizer(Options options) {
        return FolderTokenizer.of(ModelFolder.of(options.folder()), shape(options).vocabulary());
    }

    @Override
    protected int context(Options options) {
        return shape(options).context();
    }

    private static DecoderShape shape(Options options) {
        ModelFolder folder = ModelFolder.of(options.folder());
        DecoderShape shape = DecoderShape.of(new ModelFile(folder.path("config.json"), folder.json("config.json")));
        int context = options.context().orElse(shape.context());
        if (context > shape.context()) {
            throw new IllegalArgumentException("context: the model reads " + shape.context() + " tokens at most (max_position_embeddings), not " + context);
        }
        return shape.within(context);
    }

    @Override
    protected Block build(Options options, Shape input) {
        return LanguageModel.of(shape(options), input);
    }

    @Override
    public String publishedName(String path) {
        return DecoderNames.of(path);
    }

    @Override
    public String weightsOption() {
        return "folder";
    }

    @Override
    protected Optional<String> weights(Options options) {
        return Optional.of(org.palimpsest.datasets.PretrainedWeights.FOLDER + options.folder());
    }

    @Override
    protected void load(Block block, PretrainedWeights weights, ChannelStatistics normalised) {
        boolean tied = ((LanguageModel) block).tied();
        Pretrained.apply(block, weights, DecoderNames::of, name -> DecoderNames.isUnused(name, tied));
    }

    /** Options. */
    public record Options(@Doc("folder with config.json, tokenizer.json and weights, model.safetensors or the files that model.safetensors.index.json names; "
                    + "numbers of 16 bits are widened to 32") String folder,
            @Doc("most tokens that are read at once, those that are written included; as many as the model was trained for if left out") @Min(16)
            OptionalInt context) {}
}
