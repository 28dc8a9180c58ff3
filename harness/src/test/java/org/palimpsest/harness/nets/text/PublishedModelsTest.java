package org.palimpsest.harness.nets.text;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.text.Sampling;
import org.palimpsest.harness.api.text.Tokenizer;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Decoders of both families against transformers itself. */
public class PublishedModelsTest extends NativeTest {
    private static final int EVERY = 7; // position of which logits are kept

    @DataProvider
    public Object[][] models() {
        return new Object[][] {{"llama"}, {"llama-tied-llama3"}, {"llama-linear"}, {"llama-dynamic"}, {"qwen2"}, {"qwen2-tied-yarn"}, {"qwen3"},
                {"qwen3-tied"}};
    }

    private ParameterStore store() {
        return new ParameterStore(manager(), false);
    }

    @Test(dataProvider = "models")
    public void logitsAreThoseOfTransformers(String name) {
        PublishedModel model = PublishedModel.named(name);
        LanguageModel block = model.load(manager());
        int[] tokens = model.tokens("tokens");
        int length = model.expected().get("tokens").shape().get(1);
        int[] input = new int[2 * tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            int start = 2 * (i / length) * length + i % length;
            input[start] = tokens[i];
            input[start + length] = i % length % EVERY == 0 ? 1 : 0;
        }
        NDArray logits = block.forward(store(), new NDList(manager().create(input, new Shape(2, 2, length))), false).singletonOrThrow();
        float[] expected = model.expected().get("logits").values();
        assertEquals(logits.getShape(), new Shape(expected.length / 264, 264));
        float[] found = logits.toFloatArray();
        double most = 0;
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            most = Math.max(most, Math.abs(found[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        assertTrue(most < 1e-4, name + " differs by " + most);
        assertTrue(largest > 1, "logits say something: " + largest);
    }

    @Test(dataProvider = "models")
    public void greedyAnswersToPromptsOfDifferentLengthsAreThoseOfTransformers(String name) {
        PublishedModel model = PublishedModel.named(name);
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            prompts.add(model.tokens("prompt" + i));
        }
        List<int[]> answers = model.load(manager()).generate(store(), prompts, 24, 258, Sampling.GREEDY);
        for (int i = 0; i < 4; i++) {
            assertEquals(answers.get(i), model.tokens("answer" + i), "prompt " + i);
        }
    }

    @Test
    public void theTokenizerOfAFolderKnowsWhatBeginsAndEndsTexts() {
        PublishedModel llama = PublishedModel.named("llama");
        Tokenizer tokenizer = PublishedModel.MODULE.tokenizerOf(llama.options());
        assertEquals(tokenizer.begin().getAsInt(), 257);
        assertEquals(new int[] {tokenizer.end(), tokenizer.padding(), tokenizer.vocabulary()}, new int[] {258, 256, 259});
        int[] tokens = tokenizer.encode("naïve\n語");
        assertEquals(tokens.length, 10);
        assertEquals(tokenizer.decode(tokens), "naïve\n語");
        assertTrue(PublishedModel.MODULE.tokenizerOf(PublishedModel.named("qwen2").options()).begin().isEmpty());
    }
}
