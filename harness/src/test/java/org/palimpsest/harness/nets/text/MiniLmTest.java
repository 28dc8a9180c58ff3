package org.palimpsest.harness.nets.text;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.datasets.onnx.PackagedWeights;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.PretrainedWeights;
import org.palimpsest.harness.api.network.Projection;
import org.palimpsest.harness.api.text.Tokenizer;
import org.palimpsest.harness.config.PlannedBackbone;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Our encoder against what its package computes itself. */
public class MiniLmTest extends NativeTest {
    private static final String LIBRARY = "dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel";
    private static final int LIBRARY_CONTEXT = 128; // what its tokenizer file asks for

    private final MiniLmBackbone module = new MiniLmBackbone();
    private final MiniLmBackbone.Options options = new MiniLmBackbone.Options(512);
    private Tokenizer tokenizer;
    private PretrainedWeights weights;
    private Block block;

    @BeforeClass
    public void read() {
        weights = PlannedBackbone.forNetworks(new WeightFiles(null).load(module.weightsOf(options).orElseThrow()));
    }

    @BeforeMethod(dependsOnMethods = "openManager")
    public void load() {
        tokenizer = module.tokenizerOf(options);
        block = module.create(options, new Shape(512));
        module.pretrain(block, weights, new ChannelStatistics(List.of(), List.of()));
        block.initialize(manager(), DataType.FLOAT32, new Shape(1, 512));
    }

    private static List<String> sentences() throws IOException {
        try (InputStream in = MiniLmTest.class.getResourceAsStream("/text/sentences.txt")) {
            List<String> lines = new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
            lines.add(String.join(" ", lines.subList(0, 12))); // of more tokens than it was trained with
            lines.add(String.join(" ", lines));
            return lines;
        }
    }

    /** [CLS], the text up to a number of tokens, [SEP]. */
    private int[] marked(String text, int context) {
        int[] tokens = tokenizer.encode(text);
        int kept = Math.min(tokens.length, context - 2);
        int[] marked = new int[kept + 2];
        marked[0] = tokenizer.begin().getAsInt();
        System.arraycopy(tokens, 0, marked, 1, kept);
        marked[kept + 1] = tokenizer.end();
        return marked;
    }

    private NDArray batch(List<int[]> texts, int length) {
        int[] rows = new int[texts.size() * length];
        Arrays.fill(rows, tokenizer.padding());
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(texts.get(i), 0, rows, i * length, texts.get(i).length);
        }
        return manager().create(rows, new Shape(texts.size(), length));
    }

    private float[][] embed(NDArray tokens) {
        NDArray units = block.forward(new ParameterStore(manager(), false), new NDList(tokens), false).singletonOrThrow();
        assertEquals(units.getShape(), new Shape(tokens.getShape().get(0), 384));
        float[] all = units.toFloatArray();
        float[][] rows = new float[(int) tokens.getShape().get(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(all, i * 384, (i + 1) * 384);
        }
        return rows;
    }

    private static double distance(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    @Test
    public void embeddingsAreThoseOfTheLibraryItself() throws Exception {
        EmbeddingModel library = (EmbeddingModel) Class.forName(LIBRARY).getConstructor().newInstance();
        List<String> sentences = sentences();
        float[][] ours = embed(batch(sentences.stream().map(s -> marked(s, LIBRARY_CONTEXT)).toList(), 512));
        int longer = 0;
        for (int i = 0; i < ours.length; i++) {
            float[] expected = library.embed(sentences.get(i)).content().vector();
            assertTrue(distance(ours[i], expected) < 1e-4, sentences.get(i) + ": " + distance(ours[i], expected));
            longer += tokenizer.encode(sentences.get(i)).length > LIBRARY_CONTEXT ? 1 : 0;
        }
        assertTrue(longer >= 2, longer + " sentences are cut");
    }

    @Test
    public void paddingChangesNothingAndLongTextsAreReadToTheirEnd() throws IOException {
        List<String> sentences = sentences();
        List<int[]> texts = List.of(marked(sentences.get(0), 512), marked(sentences.get(sentences.size() - 1), 512));
        assertEquals(texts.get(1).length, 512);
        float[][] together = embed(batch(texts, 512));
        for (int i = 0; i < 2; i++) {
            float[] alone = embed(batch(List.of(texts.get(i)), texts.get(i).length))[0];
            assertTrue(distance(alone, together[i]) < 1e-5, "text " + i);
        }
        float[] cut = embed(batch(List.of(marked(sentences.get(sentences.size() - 1), 128)), 128))[0];
        assertTrue(distance(cut, together[1]) > 1e-2, "the rest says something");
    }

    @Test
    public void layersAreOpenToAdaptersByTheirPaths() {
        List<String> paths = List.copyOf(Projection.in(block).keySet());
        assertEquals(paths.size(), 36);
        assertEquals(paths.subList(0, 6), List.of("layer0.attention.query", "layer0.attention.key", "layer0.attention.value", "layer0.attention.output",
                "layer0.intermediate", "layer0.output"));
    }

    @Test
    public void tokensAreThoseOfItsTokenizerWithoutMarksOrTruncation() throws IOException {
        assertEquals(tokenizer.encode("Hello, cafés!"), new int[] {7592, 1010, 23812, 999});
        assertEquals(tokenizer.decode(101, 7592, 1010, 23812, 999, 102, 0, 0), "hello, cafes!");
        assertEquals(tokenizer.encode("the ".repeat(300)).length, 300);
        assertEquals(tokenizer.encode(""), new int[0]);
        assertEquals(tokenizer.encode("a\0b \ud83d"), tokenizer.encode("a\0b ?"));
        assertEquals(new int[] {tokenizer.vocabulary(), tokenizer.begin().getAsInt(), tokenizer.end(), tokenizer.padding()}, new int[] {30522, 101, 102, 0});
        assertEquals(tokenizer.sha256(), DigestUtils.sha256Hex(PackagedWeights.tokenizer(PackagedWeights.MINI_LM)));
    }
}
