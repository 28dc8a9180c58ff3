package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.text.TextBackboneModule;
import org.palimpsest.harness.api.text.Tokenizer;

/** {@code decoder}: a small language model that begins from chance. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class DecoderBackbone extends TextBackboneModule<DecoderBackbone.Options> {
    private static final String TOKENIZER = "/palimpsest/tokenizers/english-2k.json";
    private static final float EPSILON = 1e-6f;
    private static final double BASE = 10_000;
    private static final float DEVIATION = 0.02f;

    /** For the service loader. */
    public DecoderBackbone() {
        super("decoder", "a small decoder-only transformer as Llama, with weights from chance and a tokenizer of 2,000 tokens of plain English",
                "Touvron et al., LLaMA, arXiv 2302.13971; Ainslie et al., GQA, EMNLP 2023", Options.class);
    }

    @Override
    public boolean generates() {
        return true;
    }

    @Override
    protected Tokenizer tokenizer(Options options) {
        try (InputStream in = DecoderBackbone.class.getResourceAsStream(TOKENIZER)) {
            return new TokenizerFile("english-2k", in.readAllBytes()).marked("</s>", "<pad>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected int context(Options options) {
        return options.context();
    }

    @Override
    public String publishedName(String path) {
        return DecoderNames.of(path);
    }

    @Override
    protected Block build(Options options, Shape input) {
        int heads = options.heads();
        if (options.width() % heads != 0) {
            throw new IllegalArgumentException("width: " + options.width() + " cannot be shared by " + heads + " heads evenly");
        }
        int headSize = options.width() / heads;
        DecoderShape shape = new DecoderShape(tokenizerOf(options).vocabulary(), options.width(), options.mlp(), options.layers(), heads,
                options.kvHeads().orElse(heads), headSize, EPSILON, options.context(), options.tied(), false, false, false, false,
                Rotation.of(BASE, headSize));
        LanguageModel model = LanguageModel.of(shape, input);
        model.setInitializer(new NormalInitializer(DEVIATION), Parameter.Type.WEIGHT);
        return model;
    }

    /** Options. */
    public record Options(@Doc("layers") @Positive @Default("4") int layers,
            @Doc("numbers of a hidden state") @Positive @Default("128") int width,
            @Doc("heads that share the width evenly") @Positive @Default("4") int heads,
            @Doc("heads of keys and values, each for as many of the others; as many as those if left out") @Positive OptionalInt kvHeads,
            @Doc("units between gate and output of a layer") @Positive @Default("344") int mlp,
            @Doc("most tokens that are read at once, those that are written included") @Min(16) @Max(65_536) @Default("256") int context,
            @Doc("whether the outputs of tokens are products with their rows in the table that they are read by") @Default("true") boolean tied) {}
}
