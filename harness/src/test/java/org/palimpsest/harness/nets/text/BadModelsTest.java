package org.palimpsest.harness.nets.text;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.PretrainedWeights;
import org.palimpsest.harness.config.PlannedBackbone;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What is wrong with a folder is said before anything is computed, with the file and its key. */
public class BadModelsTest extends NativeTest {
    private static final CausalLmBackbone MODULE = PublishedModel.MODULE;

    private Path folder;
    private CausalLmBackbone.Options options;

    @BeforeMethod
    public void copy() throws IOException {
        folder = Files.createTempDirectory("palimpsest-model");
        options = new CausalLmBackbone.Options(folder.toString(), OptionalInt.empty());
        try (Stream<Path> files = Files.list(PublishedModel.named("llama").folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @AfterMethod(alwaysRun = true)
    public void remove() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void change(String file, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertTrue(text.contains(from), text);
        Files.writeString(folder.resolve(file), text.replace(from, to));
    }

    @DataProvider
    public Object[][] configs() {
        return new Object[][] {
            {"\"model_type\": \"llama\"", "\"model_type\": \"gpt2\"", "model_type: 'gpt2' is not supported (valid: llama, qwen2, qwen3)"},
            {"\"model_type\": \"llama\"", "\"model_type\": \"lama\"", "model_type: 'lama' is not supported (did you mean 'llama'?)"},
            {"\"hidden_size\": 16", "\"hiddensize\": 16", "hidden_size: is missing"},
            {"\"hidden_size\": 16", "\"hidden_size\": null", "hidden_size: is missing"},
            {"\"hidden_size\": 16", "\"hidden_size\": \"x\"", "hidden_size: is no positive whole number: \"x\""},
            {"\"num_hidden_layers\": 2", "\"num_hidden_layers\": 0", "num_hidden_layers: is no positive whole number: 0"},
            {"\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3", "num_key_value_heads: 3 heads cannot be shared by 4 evenly"},
            {"\"head_dim\": 4", "\"head_dim\": 5", "head_dim: heads of 5 numbers have no pairs to turn"},
            {"\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"", "hidden_act: 'gelu' is not supported; valid: silu"},
            {"\"rms_norm_eps\": 1e-06", "\"rms_norm_eps\": []", "rms_norm_eps: is no number: []"},
            {"\"tie_word_embeddings\": false", "\"tie_word_embeddings\": 7", "tie_word_embeddings: is neither true nor false: 7"},
            {"\"use_cache\": true", "\"quantization_config\": {}", "quantization_config: quantised weights are not supported"},
            {"\"rope_type\": \"default\"", "\"rope_type\": \"longrope\"",
                "rope_parameters: rope_type: 'longrope' is not known; valid: default, linear, dynamic, llama3, yarn"},
            {"\"rope_type\": \"default\"", "\"rope_type\": \"linear\"", "rope_parameters: factor: is missing"},
        };
    }

    @Test(dataProvider = "configs")
    public void whatAConfigurationSaysIsCheckedByItsKeys(String from, String to, String says) throws IOException {
        change("config.json", from, to);
        String message = expectThrows(IllegalArgumentException.class, () -> MODULE.create(options, new Shape(2, 16))).getMessage();
        assertEquals(message, folder.resolve("config.json") + ": " + says);
        assertEquals(expectThrows(IllegalArgumentException.class, () -> MODULE.contextOf(options)).getMessage(), message);
        assertEquals(expectThrows(IllegalArgumentException.class, () -> new CausalLmBackbone().tokenizerOf(options)).getMessage(), message);
    }

    @Test
    public void windowsThatALayerSeesAreRefused() throws IOException {
        change("config.json", "\"model_type\": \"llama\"", "\"model_type\": \"qwen2\", \"use_sliding_window\": true");
        assertEquals(expectThrows(IllegalArgumentException.class, () -> MODULE.contextOf(options)).getMessage(),
                folder.resolve("config.json") + ": use_sliding_window: layers that see the last positions alone are not supported");
    }

    @Test
    public void moreContextThanTheModelWasTrainedForIsRefused() {
        CausalLmBackbone.Options wide = new CausalLmBackbone.Options(folder.toString(), OptionalInt.of(65));
        assertEquals(expectThrows(IllegalArgumentException.class, () -> MODULE.contextOf(wide)).getMessage(),
                "context: the model reads 64 tokens at most (max_position_embeddings), not 65");
        assertEquals(MODULE.contextOf(new CausalLmBackbone.Options(folder.toString(), OptionalInt.of(32))), 32);
    }

    @Test
    public void tokenizersThatDoNotFitAreRefused() throws IOException {
        Path file = folder.resolve("tokenizer.json"); // read by a module of its own each time: one reads it but once
        change("config.json", "\"vocab_size\": 264", "\"vocab_size\": 258");
        assertTokenizerRefused(file + " has tokens up to number 258, and the network knows 258");
        change("config.json", "\"vocab_size\": 258", "\"vocab_size\": 264");
        change("tokenizer_config.json", "\"eos_token\"", "\"no_token\"");
        assertEquals(new CausalLmBackbone().tokenizerOf(options).end(), 258); // as the configuration has it
        change("config.json", "\"eos_token_id\": 258", "\"eos_token_id\": 300");
        assertTokenizerRefused(file + ": the end of an answer is token 300, and the network knows 264");
        change("config.json", "\"eos_token_id\": 300", "\"eos_token_id\": null");
        Files.delete(folder.resolve("generation_config.json"));
        assertTokenizerRefused(file + ": tokenizer_config.json has no eos_token, and config.json no eos_token_id: nothing ends an answer");
        Files.writeString(file, "{\"model\":");
        String message = expectThrows(IllegalArgumentException.class, () -> new CausalLmBackbone().tokenizerOf(options)).getMessage();
        assertTrue(message.startsWith(file + " is no JSON: "), message);
        Files.writeString(file, "{}");
        message = expectThrows(IllegalArgumentException.class, () -> new CausalLmBackbone().tokenizerOf(options)).getMessage();
        assertTrue(message.startsWith(file + " describes no tokenizer: "), message);
        Files.delete(file);
        message = expectThrows(DatasetException.class, () -> new CausalLmBackbone().tokenizerOf(options)).getMessage();
        assertEquals(message, file + ": cannot be read: there is no such file");
    }

    private void assertTokenizerRefused(String says) {
        assertEquals(expectThrows(IllegalArgumentException.class, () -> new CausalLmBackbone().tokenizerOf(options)).getMessage(), says);
    }

    @Test
    public void weightsOfAnotherNetworkAreRefusedBeforeTheyAreRead() throws IOException {
        change("config.json", "\"intermediate_size\": 24", "\"intermediate_size\": 20");
        String weights = "folder:" + folder;
        assertEquals(refusal(), weights + ": model.layers.0.mlp.gate_proj.weight has shape (24, 16), the network needs (20, 16)");
        change("config.json", "\"intermediate_size\": 20", "\"intermediate_size\": 24");
        change("config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1");
        assertTrue(refusal().startsWith(weights + " is of another network: there is no place for model.layers.1."));
        change("config.json", "\"num_hidden_layers\": 1", "\"num_hidden_layers\": 3");
        assertTrue(refusal().startsWith(weights + " has no array 'model.layers.2."));
    }

    private String refusal() {
        Block block = MODULE.create(options, new Shape(2, 16));
        PretrainedWeights weights = PlannedBackbone.forNetworks(new WeightFiles(null).load(MODULE.weightsOf(options).orElseThrow()));
        ChannelStatistics none = new ChannelStatistics(List.of(), List.of());
        return expectThrows(IllegalArgumentException.class, () -> MODULE.pretrain(block, weights, none)).getMessage();
    }
}
