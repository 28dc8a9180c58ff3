package org.palimpsest.methods.normalisation;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotNull;
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
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.api.text.TextBackboneModule;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What every built-in normaliser must keep to, found as the harness finds them; and the closed forms of those that need no tasks. */
public class NormalisersTest {
    private static final int N = 3;
    private static final int C = 6;
    private static final int POSITIONS = 4;
    private static final Shape SHAPE = new Shape(N, C, 2, 2);

    private NDManager manager;

    @BeforeMethod
    public void open() {
        Engine.getEngine("PyTorch").setRandomSeed(5);
        manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private static TreeMap<String, NormaliserModule<?>> found() {
        TreeMap<String, NormaliserModule<?>> normalisers = new TreeMap<>();
        ServiceLoader.load(NormaliserModule.class).forEach(m -> normalisers.put(m.name(), m));
        return normalisers;
    }

    @DataProvider
    public static Object[][] normalisers() {
        TreeMap<String, NormaliserModule<?>> normalisers = found();
        return new Object[][] {
            {normalisers.get("bn"), new NoOptions()},
            {normalisers.get("ln"), new NoOptions()},
            {normalisers.get("gn"), new GroupNormaliser.Options(32)},
            {normalisers.get("in"), new NoOptions()},
            {normalisers.get("cn"), new ContinualNormaliser.Options(8, false)},
            {normalisers.get("rms"), new NoOptions()},
            {normalisers.get("none"), new NoOptions()},
            {normalisers.get("adab2n"), new AdaptiveBalanceNormaliser.Options(0.4, 0.1, 1, true, false)},
        };
    }

    @Test
    public void theServiceLoaderFindsThemAll() {
        assertEquals(found().keySet().toString(), "[adab2n, bn, cn, gn, in, ln, none, rms]");
    }

    @Test(dataProvider = "normalisers")
    public void saysWhatItIsAndWhereItComesFrom(NormaliserModule<?> module, Record options) {
        assertFalse(module.summary().isBlank());
        assertFalse(module.source().isBlank());
        assertEquals(module.options(), options.getClass());
        for (RecordComponent component : module.options().getRecordComponents()) {
            assertNotNull(component.getAnnotation(Doc.class), component.getName());
            assertNotNull(component.getAnnotation(Default.class), component.getName());
        }
    }

    /** In every backbone that has normalisation, and in no other; images so small that the last maps are 3 x 3. */
    @Test(dataProvider = "normalisers")
    public void worksInEveryBackboneThatHasNormalisation(NormaliserModule<?> module, Record options) throws ReflectiveOperationException {
        int exchanged = 0;
        for (BackboneModule<?> backbone : ServiceLoader.load(BackboneModule.class)) {
            if (backbone instanceof TextBackboneModule) {
                continue; // images mean nothing to it
            }
            Shape example = new Shape(3, 24, 24);
            Block network = backbone.create(defaults(backbone.options()), example);
            if (Norm.in(network).isEmpty()) {
                expectThrows(IllegalArgumentException.class, () -> module.rebuilt(network, options));
                continue;
            }
            Block rebuilt = module.rebuilt(network, options);
            rebuilt.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(example));
            NDArray images = manager.randomNormal(0, 1, new Shape(4).addAll(example), DataType.FLOAT32);
            for (boolean training : new boolean[] {true, false}) {
                NDArray features = forward(rebuilt, images, training);
                assertEquals(features.getShape(), rebuilt.getOutputShapes(new Shape[] {images.getShape()})[0]);
                assertTrue(Float.isFinite(features.sum().getFloat()), backbone.name());
            }
            exchanged++;
        }
        assertTrue(exchanged >= 4, "slim-resnet18, resnet18, resnet20, resnet32");
    }

    /** Small ones of the networks whose size is an option. */
    private static Record defaults(Class<? extends Record> options) throws ReflectiveOperationException {
        RecordComponent[] components = options.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Class<?> type = components[i].getType();
            values[i] = type == int.class ? (Object) 4 : type == Optional.class ? Optional.empty() : java.util.List.of(5);
        }
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return options.getDeclaredConstructor(types).newInstance(values);
    }

    // closed forms

    private static double[] input() {
        double[] x = new double[N * C * POSITIONS];
        Arrays.setAll(x, i -> Math.sin(1.3 * i) * (1 + i % 7) + i / 24);
        return x;
    }

    private static final double[] GAMMA = {1, -2, 0.5, 3, 1, 0.25};
    private static final double[] BETA = {0, 1, -1, 2, 0.5, -3};

    private Block layer(NormaliserModule<?> module, Record options, Shape shape) {
        Block norm = module.rebuilt(new Norm(), options);
        norm.initialize(manager, DataType.FLOAT32, shape);
        for (var named : norm.getParameters()) {
            double[] values = named.getKey().endsWith("gamma") ? GAMMA : named.getKey().endsWith("beta") ? BETA : new double[0];
            if (values.length > 0) {
                named.getValue().getArray().set(new NDIndex(":"), array(new Shape(C), values));
            }
        }
        return norm;
    }

    private NDArray array(Shape shape, double... values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return manager.create(narrow, shape);
    }

    private NDArray forward(Block block, NDArray x, boolean training) {
        return block.forward(new ParameterStore(manager, false), new NDList(x), training).singletonOrThrow();
    }

    private void assertGives(Block layer, boolean training, double[] expected) {
        float[] actual = forward(layer, array(SHAPE, input()), training).toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(actual[i], expected[i], 1e-5 * Math.max(1, Math.abs(expected[i])), "number " + i);
        }
    }

    /** (x - mean) / sqrt(variance + 1e-5), of all numbers that have the same key. */
    private static double[] standardised(double[] x, IntUnaryOperator key) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int own = key.applyAsInt(i);
            double sum = 0;
            double squares = 0;
            int count = 0;
            for (int j = 0; j < x.length; j++) {
                if (key.applyAsInt(j) == own) {
                    sum += x[j];
                    squares += x[j] * x[j];
                    count++;
                }
            }
            double mean = sum / count;
            out[i] = (x[i] - mean) / Math.sqrt(squares / count - mean * mean + 1e-5);
        }
        return out;
    }

    private static double[] affine(double[] x) {
        double[] out = new double[x.length];
        Arrays.setAll(out, i -> GAMMA[channel(i)] * x[i] + BETA[channel(i)]);
        return out;
    }

    private static int channel(int i) {
        return i / POSITIONS % C;
    }

    private static int example(int i) {
        return i / POSITIONS / C;
    }

    private static IntUnaryOperator groups(int groups) {
        return i -> example(i) * 100 + channel(i) / (C / groups);
    }

    @DataProvider
    public Object[][] byExample() {
        return new Object[][] {
            {new LayerNormaliser(), new NoOptions(), 1},
            {new InstanceNormaliser(), new NoOptions(), C},
            {new GroupNormaliser(), new GroupNormaliser.Options(2), 2},
            {new GroupNormaliser(), new GroupNormaliser.Options(3), 3},
            // the largest divisor of six channels that is at most as large
            {new GroupNormaliser(), new GroupNormaliser.Options(5), 3},
            {new GroupNormaliser(), new GroupNormaliser.Options(32), 6},
        };
    }

    @Test(dataProvider = "byExample")
    public void groupsOfChannelsAreNormalisedExampleByExample(NormaliserModule<?> module, Record options, int groups) {
        Block layer = layer(module, options, SHAPE);
        double[] expected = affine(standardised(input(), groups(groups)));
        assertGives(layer, true, expected);
        assertGives(layer, false, expected);
    }

    @Test
    public void groupsLeaveMoreThanOneNumberEach() {
        assertEquals(GroupNorm.groups(new Shape(1, 64, 2, 2), 32), 32);
        assertEquals(GroupNorm.groups(new Shape(1, 20, 2, 2), 32), 20);
        assertEquals(GroupNorm.groups(new Shape(1, 40, 2, 2), 32), 20);
        assertEquals(GroupNorm.groups(new Shape(1, 16, 1, 1), 32), 8);
        assertEquals(GroupNorm.groups(new Shape(1, 7, 1, 1), 32), 1);
        for (NormaliserModule<?> module : new NormaliserModule<?>[] {new InstanceNormaliser(), new LayerNormaliser()}) {
            Shape one = module.name().equals("in") ? new Shape(2, C, 1, 1) : new Shape(2, 1, 1, 1);
            IllegalArgumentException e = expectThrows(IllegalArgumentException.class,
                    () -> module.rebuilt(new Norm(), new NoOptions()).initialize(manager, DataType.FLOAT32, one));
            assertTrue(e.getMessage().contains("groups of one number"), e.getMessage());
        }
    }

    /** Batch normalisation of what group normalisation without scale and shift gives. */
    @Test
    public void continualNormalisation() {
        Block layer = layer(new ContinualNormaliser(), new ContinualNormaliser.Options(2, true), SHAPE);
        double[] grouped = standardised(input(), groups(2));
        assertGives(layer, true, affine(standardised(grouped, NormalisersTest::channel)));
        double[] mean = new double[C];
        double[] variance = new double[C];
        int count = N * POSITIONS;
        for (int c = 0; c < C; c++) {
            int channel = c;
            double[] own = java.util.stream.IntStream.range(0, grouped.length).filter(i -> channel(i) == channel).mapToDouble(i -> grouped[i]).toArray();
            double average = Arrays.stream(own).average().orElseThrow();
            mean[c] = 0.1 * average;
            variance[c] = 0.9 + 0.1 * Arrays.stream(own).map(x -> (x - average) * (x - average)).sum() / (count - 1);
        }
        double[] running = new double[grouped.length];
        Arrays.setAll(running, i -> (grouped[i] - mean[channel(i)]) / Math.sqrt(variance[channel(i)] + 1e-5));
        assertGives(layer, false, affine(running));
    }

    /** One number for each channel has no variance: training goes by what is known from before, and learns nothing new of it. */
    @Test(dataProvider = "normalisers")
    public void aSingleExampleOfOnePositionIsTrainedOnByTheRunningStatistics(NormaliserModule<?> module, Record options) {
        Shape one = new Shape(1, C, 1, 1);
        if (module.name().equals("in")) {
            expectThrows(IllegalArgumentException.class, () -> layer(module, options, one));
            return;
        }
        Block layer = layer(module, options, one);
        forward(layer, array(new Shape(2, C, 1, 1), Arrays.copyOf(input(), 2 * C)), true);
        List<float[]> before = values(layer);
        NDArray x = array(one, Arrays.copyOf(input(), C));
        float[] known = forward(layer, x, false).toFloatArray();
        x.setRequiresGradient(true);
        float[] trained;
        try (GradientCollector recording = manager.getEngine().newGradientCollector()) {
            NDArray y = forward(layer, x, true);
            trained = y.toFloatArray();
            recording.backward(y.mul(array(one, BETA)).sum());
        }
        for (int c = 0; c < C; c++) {
            assertEquals(trained[c], known[c], 1e-6, "channel " + c);
            assertTrue(Float.isFinite(x.getGradient().toFloatArray()[c]), "gradient of channel " + c);
        }
        List<float[]> after = values(layer);
        for (int i = 0; i < before.size(); i++) {
            assertEquals(after.get(i), before.get(i), "statistics stay as they are");
        }
    }

    private static List<float[]> values(Block layer) {
        return layer.getParameters().values().stream().map(parameter -> parameter.getArray().toFloatArray()).toList();
    }

    @Test
    public void scaleAndShiftOfContinualNormalisationNeedNotBeTrained() {
        for (boolean affine : new boolean[] {true, false}) {
            Block layer = layer(new ContinualNormaliser(), new ContinualNormaliser.Options(2, affine), SHAPE);
            assertEquals(layer.getParameters().values().stream().filter(Parameter::requiresGradient).count(), affine ? 2 : 0);
            assertGives(layer, true, affine(standardised(standardised(input(), groups(2)), NormalisersTest::channel)));
        }
    }

    @Test
    public void rootMeanSquare() {
        double[] x = input();
        double[] expected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double squares = 0;
            for (int j = example(i) * C * POSITIONS; j < (example(i) + 1) * C * POSITIONS; j++) {
                squares += x[j] * x[j];
            }
            expected[i] = GAMMA[channel(i)] * x[i] / Math.sqrt(squares / (C * POSITIONS) + 1e-5);
        }
        Block layer = layer(new RootMeanSquareNormaliser(), new NoOptions(), SHAPE);
        assertGives(layer, true, expected);
        assertGives(layer, false, expected);
    }

    @Test
    public void none() {
        Block layer = layer(new NoNormaliser(), new NoOptions(), SHAPE);
        assertEquals(layer.getParameters().size(), 0);
        assertGives(layer, true, input());
        assertGives(layer, false, input());
    }
}
