package org.palimpsest.methods.adapters;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.datasets.safetensors.AdapterFolder;
import org.palimpsest.datasets.safetensors.ModelFolder;
import org.palimpsest.datasets.safetensors.SafetensorsFile;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.PretrainedArray;
import org.palimpsest.harness.api.network.PretrainedWeights;
import org.palimpsest.harness.api.network.Projection;
import org.palimpsest.harness.api.network.PublishedNames;
import org.palimpsest.harness.nets.text.CausalLmBackbone;
import org.palimpsest.harness.nets.text.MiniLmBackbone;
import org.palimpsest.methods.instruction.MixtureOfLora;
import org.palimpsest.methods.instruction.OrthogonalLora;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Adapters that peft wrote give what it says, and those that were written here are what it has read (docs/instructions/peers/make_adapters.py). The folder
 * "ours" is what {@link #whatIsWrittenIsWhatPeftHasRead} writes; if that changes, it has to be shown to peft again.
 */
public class PeftAdaptersTest {
    private static final Path FIXTURES = Path.of("src/test/resources/org/palimpsest/methods/adapters/peft");
    private static final List<String> ALL = List.of("query", "key", "value", "output", "gate", "up", "down");

    private static final List<String> OURS = List.of("query", "layer1.attention.value");

    private static LoraOptions attention(String from) {
        return new LoraOptions(4, 6, 0.1, List.of("query", "value"), false, Optional.of(FIXTURES.resolve(from).toString()));
    }

    private static LoraOptions everywhere(String from) {
        return new LoraOptions(2, 3, 0, ALL, true, Optional.of(FIXTURES.resolve(from).toString()));
    }

    private static Map<String, PretrainedArray> arrays(Map<String, WeightArray> read) {
        Map<String, PretrainedArray> arrays = new HashMap<>();
        read.forEach((name, array) -> arrays.put(name,
                new PretrainedArray(new Shape(array.shape().stream().mapToLong(Integer::longValue).toArray()), array.values())));
        return arrays;
    }

    /** The model, not initialised. */
    private static Block model() {
        CausalLmBackbone module = new CausalLmBackbone();
        CausalLmBackbone.Options options = new CausalLmBackbone.Options(FIXTURES.resolve("base").toString(), OptionalInt.of(16));
        Block block = module.create(options, new Shape(2, 9));
        module.pretrain(block, new PretrainedWeights("base", arrays(new ModelFolder(FIXTURES.resolve("base")).weights().arrays())),
                new ChannelStatistics(List.of(), List.of()));
        return block;
    }

    private static float[] logits(NDManager manager, Block model, float[] tokens) {
        int[] asked = new int[2 * 2 * 9];
        for (int i = 0; i < tokens.length; i++) {
            asked[i / 9 * 18 + i % 9] = (int) tokens[i];
            asked[i / 9 * 18 + 9 + i % 9] = 1;
        }
        NDArray input = manager.create(asked, new Shape(2, 2, 9));
        return model.forward(new ParameterStore(manager, false), new NDList(input), false).singletonOrThrow().toFloatArray();
    }

    private static float[] expected(String name, String array) {
        return new SafetensorsFile(FIXTURES.resolve(name + "-expected.safetensors")).arrays().get(array).values();
    }

    @DataProvider
    public Object[][] folders() {
        return new Object[][] {{"attention", attention("attention")}, {"everywhere", everywhere("everywhere")},
            {"ours", new LoraOptions(4, 6, 0.1, OURS, false, attention("ours").from())}};
    }

    @Test(dataProvider = "folders")
    public void logitsAreThoseOfPeft(String name, LoraOptions options) {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            Block model = Lora.beside(model(), options);
            model.initialize(manager, DataType.FLOAT32, new Shape(1, 2, 9));
            float[] tokens = expected(name, "tokens");
            float[] logits = logits(manager, model, tokens);
            assertEquals(logits, expected(name, "logits"), 1e-4f);
            Block plain = model();
            plain.initialize(manager, DataType.FLOAT32, new Shape(1, 2, 9));
            assertNotEquals(logits(manager, plain, tokens), logits);
            Projection.in(model).values().stream().filter(layer -> layer.adapter().isPresent()).forEach(Projection::merge);
            assertEquals(logits(manager, model, tokens), logits, 1e-4f);
        }
    }

    /** Numbers that are the same to the last bit wherever they are computed. */
    private static void fill(Parameter parameter, int start) {
        float[] values = new float[(int) parameter.getShape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((start * 11 + i * 37) % 64 - 31.5f) / 64;
        }
        try (NDArray given = parameter.getArray().getManager().create(values, parameter.getShape())) {
            parameter.getArray().set(new NDIndex(":"), given);
        }
    }

    /** Adapters with values that are no accident, beside one layer of two that have the same name and all of another name. */
    @Test
    public void whatIsWrittenIsWhatPeftHasRead() throws IOException {
        LoraOptions options = new LoraOptions(4, 6, 0.1, OURS, false);
        Path folder = Files.createTempDirectory("adapters");
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            Block model = Lora.beside(model(), options);
            model.initialize(manager, DataType.FLOAT32, new Shape(1, 2, 9));
            int start = 0;
            for (LoraAdapter adapter : Adapters.in(model, LoraAdapter.class)) {
                fill(adapter.a(), start++);
                fill(adapter.b(), start++);
            }
            PeftAdapters.write(model, options, new AdapterFolder(folder));
            for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
                assertEquals(Files.readAllBytes(folder.resolve(file)), Files.readAllBytes(FIXTURES.resolve("ours").resolve(file)), file);
            }
        } finally {
            for (String file : List.of("adapter_config.json", "adapter_model.safetensors", "")) {
                Files.deleteIfExists(folder.resolve(file));
            }
        }
    }

    @DataProvider
    public Object[][] wrong() {
        return new Object[][] {
            {everywhere("attention"), "the adapters that it is to begin with (from) have rank 4, alpha 6.0 and rslora false, not 2, 3.0 and true"},
            {new LoraOptions(4, 6, 0, List.of("query"), false, attention("attention").from()),
                "among the adapters that it is to begin with (from) there is one for model.layers.0.self_attn.v_proj, which has none here (targets)"},
            {new LoraOptions(4, 6, 0, List.of("query", "key", "value"), false, attention("attention").from()),
                "there is no adapter for model.layers.0.self_attn.k_proj among those that it is to begin with (from)"},
            {attention("base"), FIXTURES.resolve("base") + "/adapter_config.json: cannot be read: there is no such file"},
        };
    }

    @Test(dataProvider = "wrong")
    public void adaptersOfAnotherNetworkAreRefused(LoraOptions options, String message) {
        assertEquals(expectThrows(IllegalArgumentException.class, () -> Lora.beside(model(), options)).getMessage(), message);
    }

    @Test
    public void aNetworkWhoseLayersHaveNoPublishedNamesIsRefused() {
        Block network = new SequentialBlock().add(Blocks.batchFlattenBlock()).add(new Projection(4, 3, true));
        LoraOptions options = new LoraOptions(4, 6, 0, List.of("Projection"), false, attention("attention").from());
        assertEquals(expectThrows(IllegalArgumentException.class, () -> Lora.beside(network, options)).getMessage(),
                "its layers have no names that peft knows them by");
    }

    @Test
    public void otherKindsOfAdaptersSayThatTheyCannotBeginSo() {
        BenchmarkFacts any = new BenchmarkFacts(Optional.empty(), 0, false);
        List<String> said = List.of("lora.from is of use to plain adapters alone");
        LoraOptions from = attention("attention");
        assertEquals(new OrthogonalLora().problems(new OrthogonalLora.Options(from, 0.5, OrthogonalLora.Overlap.ABSOLUTE), any), said);
        assertEquals(new MixtureOfLora().problems(new MixtureOfLora.Options(from, 2, 0), any), said);
    }

    @Test
    public void theSentenceEncodersLayersHaveTheNamesOfBert() {
        MiniLmBackbone module = new MiniLmBackbone();
        Block encoder = module.create(new MiniLmBackbone.Options(16), new Shape(16));
        List<String> names = Projection.in(encoder).keySet().stream().limit(6)
                .map(((PublishedNames) encoder)::published).toList();
        assertEquals(names, List.of("encoder.layer.0.attention.self.query", "encoder.layer.0.attention.self.key", "encoder.layer.0.attention.self.value",
                "encoder.layer.0.attention.output.dense", "encoder.layer.0.intermediate.dense", "encoder.layer.0.output.dense"));
    }

    /** A run that begins with other adapters is another run, though their folder has the same name. */
    @Test
    public void whatAFolderHoldsIsPartOfARun() throws IOException {
        Path folder = Files.createTempDirectory("adapters");
        LoraOptions options = new LoraOptions(4, 6, 0, ALL, false, Optional.of(folder.toString()));
        assertEquals(new SequentialLora().contentsOf(options), Map.of(), "what is missing is said where it is read");
        Set<String> digests = new HashSet<>();
        for (String weights : List.of("some", "others")) {
            Files.writeString(folder.resolve("adapter_config.json"), "{}");
            Files.writeString(folder.resolve("adapter_model.safetensors"), weights);
            Map<String, String> contents = new SequentialLora().contentsOf(options);
            assertEquals(contents.keySet(), Set.of("from.sha256"));
            assertEquals(new Lora().contentsOf(options), contents);
            assertTrue(digests.add(contents.get("from.sha256")), weights);
        }
        assertEquals(new SequentialLora().contentsOf(new LoraOptions(4, 6, 0, ALL, false)), Map.of());
        for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
    }
}
