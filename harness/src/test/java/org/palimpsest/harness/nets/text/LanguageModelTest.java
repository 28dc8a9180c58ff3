package org.palimpsest.harness.nets.text;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.rng.simple.RandomSource;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.network.Projection;
import org.palimpsest.harness.api.text.Sampling;
import org.palimpsest.harness.api.text.Tokenizer;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The small decoder from chance. */
public class LanguageModelTest extends NativeTest {
    private static final int LENGTH = 12;
    private static final DecoderBackbone MODULE = new DecoderBackbone();

    private final DecoderBackbone.Options options = new DecoderBackbone.Options(2, 16, 4, OptionalInt.of(2), 24, 32, true);
    private LanguageModel model;

    @BeforeMethod(dependsOnMethods = "openManager")
    public void make() {
        model = make(options);
        for (Pair<String, Parameter> weight : model.getParameters()) {
            if (weight.getValue().getType() == Parameter.Type.WEIGHT) {
                weight.getValue().getArray().muli(20); // for outputs that say something
            }
        }
    }

    private LanguageModel make(DecoderBackbone.Options given) {
        LanguageModel made = (LanguageModel) MODULE.create(given, new Shape(2, LENGTH));
        made.initialize(manager(), DataType.FLOAT32, new Shape(1, 2, LENGTH));
        return made;
    }

    private ParameterStore store() {
        return new ParameterStore(manager(), false);
    }

    /** Outputs behind the last token of each text, which are padded up to a length. */
    private NDArray last(int length, int[]... texts) {
        int[] input = new int[texts.length * 2 * length];
        for (int i = 0; i < texts.length; i++) {
            System.arraycopy(texts[i], 0, input, 2 * i * length, texts[i].length);
            input[(2 * i + 1) * length + texts[i].length - 1] = 1;
        }
        return model.forward(store(), new NDList(manager().create(input, new Shape(texts.length, 2, length))), false).singletonOrThrow();
    }

    @Test
    public void outputsDependOnWhatIsBeforeAndNotOnPaddingOrOtherTexts() {
        int[] first = {5, 900, 17};
        int[] second = {44, 3, 3, 8, 1999, 20, 7};
        NDArray alone = last(3, first);
        NDArray together = last(LENGTH, first, second);
        assertEquals(together.getShape(), new Shape(2, 2000));
        assertClose(together.get("0:1"), widened(alone.toFloatArray()), 2e-4);
        assertFalse(alone.allClose(last(3, new int[] {5, 901, 17})), "earlier tokens count");
        assertFalse(alone.allClose(last(3, new int[] {900, 5, 17})), "their order counts");
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    @Test
    public void everyWeightHasAGradientAsDifferencesHaveIt() {
        int[] input = {5, 900, 17, 5, 8, 0, /* asked */ 0, 1, 0, 1, 1, 0};
        NDArray given = manager().create(input, new Shape(1, 2, 6));
        NDArray direction = manager().randomNormal(new Shape(3, 2000)).mul(0.02);
        model.getParameters().values().forEach(parameter -> parameter.getArray().setRequiresGradient(true));
        backward(() -> model.forward(store(), new NDList(given), true).singletonOrThrow().mul(direction).sum());
        for (Pair<String, Parameter> named : model.getParameters()) {
            NDArray array = named.getValue().getArray();
            NDArray gradient = array.getGradient().duplicate();
            assertTrue(gradient.norm().getFloat() > 1e-6, named.getKey() + " has none");
            NDArray weights = array.stopGradient().duplicate();
            NDArray towards = gradient.div(gradient.norm());
            double step = 2e-2 * Math.max(1e-2, weights.norm().getFloat() / Math.sqrt(weights.size()));
            double up = moved(named.getValue(), weights.add(towards.mul(step)), given, direction);
            double down = moved(named.getValue(), weights.sub(towards.mul(step)), given, direction);
            moved(named.getValue(), weights, given, direction);
            assertEquals((up - down) / (2 * step), gradient.norm().getFloat(), 0.03 * gradient.norm().getFloat() + 1e-3, named.getKey());
        }
    }

    private double moved(Parameter parameter, NDArray to, NDArray given, NDArray direction) {
        parameter.getArray().stopGradient().set(new NDIndex("..."), to);
        return model.forward(store(), new NDList(given), false).singletonOrThrow().mul(direction).sum().getFloat();
    }

    @Test
    public void aCachedStepIsWhatReadingAllOfItAgainWouldBe() {
        List<int[]> prompts = List.of(new int[] {7}, new int[] {1, 2, 3, 4, 5}, new int[] {60, 700});
        List<int[]> answers = model.generate(store(), prompts, 6, 2, Sampling.GREEDY);
        for (int i = 0; i < prompts.size(); i++) {
            int[] text = prompts.get(i);
            List<Integer> slowly = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                int next = (int) last(text.length, text).argMax(1).getLong();
                if (next == 2) {
                    break;
                }
                slowly.add(next);
                text = Arrays.copyOf(text, text.length + 1);
                text[text.length - 1] = next;
            }
            assertEquals(answers.get(i), slowly.stream().mapToInt(Integer::intValue).toArray(), "prompt " + i);
        }
    }

    @Test
    public void anAnswerEndsWithItsEndAndOthersGoOn() {
        List<int[]> prompts = List.of(new int[] {7, 8}, new int[] {60, 700});
        List<int[]> open = model.generate(store(), prompts, 8, -1, Sampling.GREEDY);
        assertEquals(open.get(0).length, 8);
        int end = open.get(0)[3];
        int[] cut = model.generate(store(), prompts, 8, end, Sampling.GREEDY).get(0);
        assertEquals(cut, Arrays.copyOf(open.get(0), Arrays.stream(open.get(0)).boxed().toList().indexOf(end)));
        assertEquals(model.generate(store(), List.of(), 8, end, Sampling.GREEDY), List.of());
        assertEquals(model.generate(store(), prompts, 0, end, Sampling.GREEDY).get(1).length, 0);
        expectThrows(IllegalArgumentException.class, () -> model.generate(store(), prompts, 31, end, Sampling.GREEDY));
        expectThrows(IllegalArgumentException.class, () -> model.generate(store(), List.of(new int[0]), 3, end, Sampling.GREEDY));
    }

    @DataProvider
    public Object[][] adapters() {
        return new Object[][] {{true}, {false}};
    }

    /** Weights take over what linear adapters come to; others make each layer go by itself. */
    @Test(dataProvider = "adapters")
    public void answersAreThoseOfTheAdaptedNetwork(boolean linear) {
        List<int[]> prompts = List.of(new int[] {7}, new int[] {1, 2, 3, 4, 5}, new int[] {60, 700});
        List<int[]> plain = model.generate(store(), prompts, 6, -1, Sampling.GREEDY);
        LanguageModel adapted = (LanguageModel) MODULE.create(options, new Shape(2, LENGTH));
        Projection layer = Projection.in(adapted).get("layer1.attention.value");
        MatrixAdapter beside = new MatrixAdapter(layer, Initializer.ZEROS, linear);
        layer.adapt(beside);
        adapted.initialize(manager(), DataType.FLOAT32, new Shape(1, 2, LENGTH));
        for (Pair<String, Parameter> own : adapted.getParameters()) {
            if (own.getValue() != beside.matrix()) {
                own.getValue().getArray().set(new NDIndex("..."), model.getParameters().get(own.getKey()).getArray());
            }
        }
        List<int[]> same = adapted.generate(store(), prompts, 6, -1, Sampling.GREEDY);
        for (int i = 0; i < prompts.size(); i++) {
            assertEquals(same.get(i), plain.get(i), "prompt " + i);
        }
        beside.matrix().getArray().addi(manager().randomNormal(beside.matrix().getShape()).mul(3));
        model = adapted;
        aCachedStepIsWhatReadingAllOfItAgainWouldBe();
        List<int[]> other = adapted.generate(store(), prompts, 6, -1, Sampling.GREEDY);
        assertFalse(Arrays.equals(other.get(1), plain.get(1)));
        if (linear) {
            layer.merge();
            assertEquals(adapted.generate(store(), prompts, 6, -1, Sampling.GREEDY).get(1), other.get(1));
        }
    }

    @Test
    public void answeringLeavesNoArraysBehind() {
        try (NDManager before = manager().newSubManager()) {
            model.generate(store(), List.of(new int[] {7, 8}), 4, -1, Sampling.GREEDY);
            int arrays = manager().getManagedArrays().size();
            model.generate(store(), List.of(new int[] {7, 8}, new int[] {1}), 20, -1, Sampling.GREEDY);
            assertEquals(manager().getManagedArrays().size(), arrays);
        }
    }

    @Test
    public void samplingDrawsByTheOutputsAndIsTheSameForTheSameChance() {
        float[] outputs = {0, 1, 2, 3};
        int[] counts = new int[4];
        Sampling all = new Sampling(0.5, 0, 1, RandomSource.XO_SHI_RO_128_PP.create(5));
        for (int i = 0; i < 20_000; i++) {
            counts[Sampler.draw(outputs, all)]++;
        }
        double sum = Math.exp(0) + Math.exp(2) + Math.exp(4) + Math.exp(6);
        for (int i = 0; i < 4; i++) {
            assertEquals(counts[i] / 20_000.0, Math.exp(2 * i) / sum, 0.01);
        }
        Sampling two = new Sampling(5, 2, 1, RandomSource.XO_SHI_RO_128_PP.create(5));
        Sampling nucleus = new Sampling(1, 0, 0.7, RandomSource.XO_SHI_RO_128_PP.create(5)); // 0.64 and 0.24 of all
        for (int i = 0; i < 100; i++) {
            assertTrue(Sampler.draw(outputs, two) >= 2);
            assertTrue(Sampler.draw(outputs, nucleus) >= 2);
            assertEquals(Sampler.draw(new float[] {-1, -3, -2}, new Sampling(1e-3, 0, 1, all.chance())), 0);
        }
        List<int[]> prompts = List.of(new int[] {7, 8}, new int[] {60});
        List<int[]> once = model.generate(store(), prompts, 9, -1, new Sampling(1, 0, 1, RandomSource.XO_SHI_RO_128_PP.create(9)));
        List<int[]> again = model.generate(store(), prompts, 9, -1, new Sampling(1, 0, 1, RandomSource.XO_SHI_RO_128_PP.create(9)));
        assertEquals(once.get(0), again.get(0));
        assertFalse(Arrays.equals(once.get(0), model.generate(store(), prompts, 9, -1, Sampling.GREEDY).get(0)));
    }

    @Test
    public void operationsOfLayersAttentionAndOutputsAreCounted() {
        for (boolean tied : new boolean[] {true, false}) {
            try (NDManager own = manager().newSubManager()) {
                Network network = new Network(own, MODULE.create(new DecoderBackbone.Options(2, 16, 4, OptionalInt.of(2), 24, 32, tied), new Shape(2, LENGTH)),
                        new Shape(2, LENGTH), Normalisation.NONE, HeadKind.NONE, 1, 1);
                long layer = 2L * LENGTH * (16 * 16 + 2 * 16 * 8 + 16 * 16 + 3 * 16 * 24) + 2 * 2 * 16 * LENGTH * (LENGTH + 1) / 2 + 2 * 2 * LENGTH * 16;
                assertEquals(network.flops(), 2 * layer + 2 * 16 + 2 * 16 * 2000);
                assertEquals(network.using((block, weights) -> model.generate(weights, List.of(new int[] {7}), 3, -1, Sampling.GREEDY)).get(0),
                        model.generate(store(), List.of(new int[] {7}), 3, -1, Sampling.GREEDY).get(0));
            }
        }
    }

    @Test
    public void layersAreOpenToAdaptersAndHaveTheNamesOfPublishedFiles() {
        Map<String, Projection> layers = Projection.in(model);
        assertEquals(List.copyOf(layers.keySet()).subList(0, 7), List.of("layer0.attention.query", "layer0.attention.key", "layer0.attention.value",
                "layer0.attention.output", "layer0.gate", "layer0.up", "layer0.down"));
        assertEquals(MODULE.publishedName("layer1.attention.query.weight"), "model.layers.1.self_attn.q_proj.weight");
        assertEquals(MODULE.publishedName("layer11.down.weight"), "model.layers.11.mlp.down_proj.weight");
        assertEquals(new MiniLmBackbone().publishedName("layer2.attention.output.bias"), "encoder.layer.2.attention.output.dense.bias");
    }

    @Test
    public void whatCannotBeMadeOrReadIsRefused() {
        expectThrows(IllegalArgumentException.class, () -> make(new DecoderBackbone.Options(1, 18, 4, OptionalInt.empty(), 8, 32, true)));
        expectThrows(IllegalArgumentException.class, () -> make(new DecoderBackbone.Options(1, 16, 4, OptionalInt.of(3), 8, 32, true)));
        expectThrows(IllegalArgumentException.class, () -> make(new DecoderBackbone.Options(1, 12, 4, OptionalInt.empty(), 8, 32, true)));
        expectThrows(IllegalArgumentException.class, () -> MODULE.create(options, new Shape(3, 32, 32)));
        expectThrows(IllegalArgumentException.class, () -> MODULE.create(options, new Shape(2, 33)));
        NDArray nothing = manager().zeros(new Shape(1, 2, 4), DataType.INT32);
        expectThrows(IllegalArgumentException.class, () -> model.forward(store(), new NDList(nothing), false));
    }

    @Test
    public void itsTokenizerReadsAndWritesAnyText() {
        Tokenizer tokenizer = MODULE.tokenizerOf(options);
        assertEquals(tokenizer.vocabulary(), 2000);
        assertEquals(new int[] {tokenizer.padding(), tokenizer.begin().getAsInt(), tokenizer.end()}, new int[] {0, 1, 2});
        for (String text : List.of("what is my balance", " Transfer $200,\tplease! ", "naïve 語 🙂", "a\0b")) {
            assertEquals(tokenizer.decode(tokenizer.encode(text)), text);
        }
        assertEquals(tokenizer.decode(1, tokenizer.encode("yes")[0], 2, 0, 0), tokenizer.decode(tokenizer.encode("yes")[0]));
    }
}
