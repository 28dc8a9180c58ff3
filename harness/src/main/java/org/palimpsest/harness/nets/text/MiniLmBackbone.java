package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.palimpsest.datasets.onnx.PackagedWeights;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.Pretrained;
import org.palimpsest.harness.api.network.PretrainedArray;
import org.palimpsest.harness.api.network.PretrainedWeights;
import org.palimpsest.harness.api.text.TextBackboneModule;
import org.palimpsest.harness.api.text.Tokenizer;

/** {@code minilm}: the sentence encoder all-MiniLM-L6-v2, with its weights. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(BackboneModule.class)
public final class MiniLmBackbone extends TextBackboneModule<MiniLmBackbone.Options> {
    private static final int POSITIONS = 512;
    private static final int LAYERS = 6;
    private static final int WIDTH = 384;
    private static final int HEADS = 12;
    private static final int HIDDEN = 1536;
    private static final String TABLE = "embeddings.position_embeddings.weight";
    private static final String KINDS = "embeddings.token_type_embeddings.weight";

    /** For the service loader. */
    public MiniLmBackbone() {
        super("minilm", "the sentence encoder all-MiniLM-L6-v2, trained on a billion pairs of sentences: 384 features of length 1, 22.6 million weights",
                "Wang et al., MiniLM, NeurIPS 2020; Reimers and Gurevych, Sentence-BERT, EMNLP 2019; its version all-MiniLM-L6-v2", Options.class);
    }

    @Override
    public boolean generates() {
        return false;
    }

    @Override
    protected Tokenizer tokenizer(Options options) {
        return new TokenizerFile(PackagedWeights.MINI_LM, PackagedWeights.tokenizer(PackagedWeights.MINI_LM)).marked("[SEP]", "[PAD]");
    }

    @Override
    protected int context(Options options) {
        return options.context();
    }

    @Override
    public String publishedName(String path) {
        return nameInFile(path);
    }

    @Override
    protected Block build(Options options, Shape input) {
        if (input.dimension() != 1 || input.get(0) > POSITIONS) {
            throw new IllegalArgumentException("it reads texts of at most " + POSITIONS + " tokens, and examples have shape " + input);
        }
        Tokenizer tokenizer = tokenizerOf(options);
        return new SentenceEncoder(tokenizer.vocabulary(), POSITIONS, tokenizer.padding(), LAYERS, WIDTH, HEADS, HIDDEN);
    }

    @Override
    protected Optional<String> weights(Options options) {
        return Optional.of(PackagedWeights.MINI_LM);
    }

    @Override
    protected void load(Block block, PretrainedWeights weights, ChannelStatistics normalised) {
        Pretrained.apply(block, ofOneText(weights), MiniLmBackbone::nameInFile,
                name -> name.equals(KINDS) || name.startsWith("pooler."));
    }

    /** BERT tells the two texts of a pair apart by a row of its own that is added at each position; there is only ever a first one here. */
    private static PretrainedWeights ofOneText(PretrainedWeights weights) {
        PretrainedArray table = weights.array(TABLE);
        PretrainedArray kinds = weights.array(KINDS);
        return weights.with(TABLE, new PretrainedArray(table.shape(), (from, to) -> {
            float[] kind = kinds.values();
            FloatBuffer sums = to.duplicate();
            table.read(from, to);
            for (int i = sums.position(); i < sums.limit(); i++) {
                sums.put(i, sums.get(i) + kind[(int) ((from + i - sums.position()) % WIDTH)]);
            }
        }));
    }

    /** From {@code layer0.attention.query.weight} to {@code encoder.layer.0.attention.self.query.weight}. */
    static String nameInFile(String path) {
        return path.replaceFirst("^layer(\\d+)\\.", "encoder.layer.$1.")
                .replaceFirst("^tokens\\.", "embeddings.word_embeddings.")
                .replaceFirst("^positions\\.", "embeddings.position_embeddings.")
                .replaceFirst("^norm\\.", "embeddings.LayerNorm.")
                .replaceFirst("\\.attention\\.(query|key|value)\\.", ".attention.self.$1.")
                .replaceFirst("\\.attention\\.output\\.", ".attention.output.dense.")
                .replaceFirst("\\.attentionNorm\\.", ".attention.output.LayerNorm.")
                .replaceFirst("\\.intermediate\\.", ".intermediate.dense.")
                .replaceFirst("(layer\\.\\d+)\\.output\\.", "$1.output.dense.")
                .replaceFirst("(layer\\.\\d+)\\.norm\\.", "$1.output.LayerNorm.")
                .replaceFirst("\\.gamma$", ".weight")
                .replaceFirst("\\.beta$", ".bias");
    }

    /** Options. */
    public record Options(@Doc("most tokens of a text, marks included; its authors trained it with 128 and use it with 256") @Min(8) @Max(POSITIONS)
            @Default("256") int context) {}
}
