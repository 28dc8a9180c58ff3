package org.palimpsest.harness.gauges;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.Augmenter;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.network.Normaliser;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.StepListener;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.harness.nets.IdentityBackbone;
import org.palimpsest.harness.nets.MlpBackbone;
import org.palimpsest.harness.nets.SlimResNet18Backbone;
import org.palimpsest.results.record.GaugeRow;
import org.testng.annotations.Test;

/** Readings of small networks with weights set by hand, on images of 1x2x2 bytes that they see as they are. */
public class NetworkGaugesTest extends NativeTest {
    private static final Shape SHAPE = new Shape(1, 2, 2);
    private static final OptimiserOptions SGD = new OptimiserOptions(OptimiserOptions.Rule.SGD, 0.5, 0, 0);
    private final Randomness random = new Randomness(3);

    private static Network network(NDManager owner, Block backbone, HeadKind head, int classes) {
        Normalisation unchanged = new Normalisation(owner, DataType.UINT8, new double[] {0}, new double[] {1 / 255.0});
        return new Network(owner, backbone, SHAPE, unchanged, head, classes, 1);
    }

    private static Block mlp(int width) {
        return new MlpBackbone().create(new MlpBackbone.Options(List.of(width)), SHAPE);
    }

    private static Block identity() {
        return new IdentityBackbone().create(new NoOptions(), SHAPE);
    }

    private static Block resNet() {
        return new SlimResNet18Backbone().create(new SlimResNet18Backbone.Options(2), SHAPE);
    }

    private static void set(Network network, int parameter, double... values) {
        NDArray array = network.parameters().get(parameter).getArray();
        array.set(new NDIndex(":"), array.getManager().create(narrow(values), array.getShape()));
    }

    private TaskData task(int index, int[] labels, int... pixels) {
        NDArray images = bytes(new Shape(labels.length, 1, 2, 2), pixels);
        int[] classes = IntStream.of(labels).distinct().sorted().toArray();
        return new TaskData(index, classes, new Examples(images, IntStream.range(0, labels.length).toArray(), labels), random);
    }

    /** A task of so many different images of two classes. */
    private TaskData task(int examples) {
        int[] pixels = IntStream.range(0, 4 * examples).map(i -> (i * 7 + i / 4 * i) % 11).toArray();
        return task(0, IntStream.range(0, examples).map(i -> i % 2).toArray(), pixels);
    }

    private NetworkGauges panel(Network network, Networks networks, String... ids) {
        OptimiserOptions gentle = new OptimiserOptions(OptimiserOptions.Rule.SGD, 0.02, 0.9, 0);
        return panel(network, networks, new Optimiser(manager(), network.parameters(), gentle), ids);
    }

    private NetworkGauges panel(Network network, Networks networks, Optimiser optimiser, String... ids) {
        Problems problems = new Problems();
        List<Gauge> gauges = Gauges.of(List.of(ids), "test", "gauges", problems);
        assertEquals(problems.list(), List.of());
        return new NetworkGauges(gauges, network, networks, optimiser, random, manager());
    }

    private static Networks none() {
        return (owner, seed) -> {
            throw new AssertionError("no other network is needed");
        };
    }

    private static Map<String, Double> read(NetworkGauges panel, int task, long step, boolean inside) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (GaugeRow row : panel.read(task, step, inside)) {
            assertEquals(row.task(), task);
            assertEquals(row.step(), step);
            values.put(row.gauge() + (row.layer().isEmpty() ? "" : " " + row.layer()), row.value());
        }
        return values;
    }

    private static void assertReads(Map<String, Double> values, String gauge, double expected) {
        assertTrue(values.containsKey(gauge), gauge + " is not in " + values);
        assertEquals(values.get(gauge), expected, 1e-6, gauge);
    }

    @Test
    public void unitsRanksAndWeightsOfANetworkSetByHand() {
        Network network = network(manager(), mlp(3), HeadKind.FULL, 2);
        // outputs for the two images: 1 and 4; nothing; 0.008 and 0.032
        set(network, 0, 1, 0, 0, 0, -1, -1, -1, -1, 0.008, 0, 0, 0);
        set(network, 1, 0, 0, 0);
        set(network, 2, 1, 2, 2, 0, 0, 0);
        set(network, 3, 0, 4);
        NetworkGauges panel = panel(network, none(), "units.dormant", "units.dead", "units.active", "weights.magnitude", "weights.norm",
                "rank.effective", "rank.approximate", "rank.srank", "rank.stable", "update.size", "gradient.norm");
        panel.begin(task(0, new int[] {0, 1}, 1, 2, 3, 4, 4, 3, 2, 1));
        Map<String, Double> values = read(panel, 0, 0, false);

        // E|h| is 2.5, 0, 0.02, their mean 0.84: scores 2.98, 0, 0.0238
        assertReads(values, "units.dormant", 2 / 3.0);
        assertReads(values, "units.dormant backbone.Relu", 2 / 3.0);
        assertReads(values, "units.dead backbone.Relu", 1 / 3.0);
        assertReads(values, "units.active", 4 / 6.0);
        assertReads(values, "weights.norm backbone.Linear.weight", Math.sqrt(5 + 0.008 * 0.008));
        assertReads(values, "weights.norm head.weight", 3);
        assertReads(values, "weights.magnitude", Math.sqrt((5 + 0.008 * 0.008 + 9 + 16) / (12 + 3 + 6 + 2)));
        assertReads(values, "rank.effective", 1);
        assertReads(values, "rank.srank", 1);
        assertEquals(values.size(), 4 + 3 * 2 + 1 + 2, "no gradient and no update yet: " + values);
    }

    @Test
    public void theEffectiveLearningRateIsThatInForceOverTheNormOrItsSquare() {
        Network network = network(manager(), mlp(1), HeadKind.FULL, 2);
        set(network, 0, 3, 0, 0, 4);
        set(network, 2, 0, 2);
        for (OptimiserOptions.Rule rule : OptimiserOptions.Rule.values()) {
            Optimiser optimiser = new Optimiser(manager(), network.parameters(), new OptimiserOptions(rule, 0.5, 0, 0));
            NetworkGauges panel = panel(network, none(), optimiser, "lr.effective");
            panel.begin(task(4));
            optimiser.lr(0.1);
            boolean adam = rule == OptimiserOptions.Rule.ADAM;
            Map<String, Double> values = read(panel, 1, 1, false);
            assertReads(values, "lr.effective backbone.Linear.weight", 0.1 / (adam ? 5 : 25));
            assertReads(values, "lr.effective head.weight", 0.1 / (adam ? 2 : 4));
            assertEquals(values.size(), 2, "of weights, not of biases");
        }
    }

    @Test
    public void ranksAreThoseOfTheFeatures() {
        Network network = network(manager(), identity(), HeadKind.FULL, 2);
        NetworkGauges panel = panel(network, none(), "rank.effective", "rank.srank", "rank.stable", "units.dead");
        panel.begin(task(0, new int[] {0, 1, 0}, 0, 3, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1));
        Map<String, Double> values = read(panel, 1, 5, true);
        assertReads(values, "rank.effective", 2.749459);
        assertReads(values, "rank.srank", 3);
        assertReads(values, "rank.stable", 14 / 9.0);
        assertEquals(values.size(), 3, "there is no layer of units: " + values);
    }

    @Test
    public void ofAHeadThatGrowsTheClassesSeenCount() {
        Network network = network(manager(), identity(), HeadKind.GROWING, 5);
        network.see(2);
        set(network, 0, 3, 0, 0, 0, 0, 4, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9);
        set(network, 1, 0, 0, 9, 9, 9);
        NetworkGauges panel = panel(network, none(), "weights.magnitude", "weights.norm");
        Map<String, Double> values = read(panel, 1, 1, false);
        assertReads(values, "weights.norm head.weight", 5);
        assertReads(values, "weights.magnitude", Math.sqrt(25 / 10.0));
    }

    private Training training(Network network, Optimiser own, NetworkGauges panel) {
        StepListener listener = new StepListener() {
            @Override
            public void afterStep(long step, int examples) {}

            @Override
            public void gradientsComplete(Optimiser optimiser) {
                panel.gradientsComplete();
            }
        };
        return new Training(manager(), network, own, Set.of(), listener,
                new TaskOfClass(new int[2]), new Memories(manager(), random), new Augmenter(Augmentation.NONE, random), new CrossEntropy());
    }

    private static void step(Training training, Batch batch, Runnable beforeUpdate) {
        training.step(batch, b -> Losses.crossEntropy(training.logits(b), b.labels()), beforeUpdate);
    }

    /** Softmax regression from zero on x = (1, 2, 3, 4), y = 0: the gradient is -x/2 and x/2, for the biases -1/2 and 1/2. */
    @Test
    public void gradientNormAndUpdateSizeAreThoseOfAStepByHand() {
        Network network = network(manager(), identity(), HeadKind.FULL, 2);
        set(network, 0, new double[8]);
        set(network, 1, 0, 0);
        Optimiser own = new Optimiser(manager(), network.parameters(), SGD);
        NetworkGauges panel = panel(network, none(), own, "update.size", "gradient.norm");
        TaskData task = task(0, new int[] {0}, 1, 2, 3, 4);
        panel.begin(task);
        Training training = training(network, own, panel);
        Batch batch = task.train().batch(manager(), 0);
        double norm = Math.sqrt(2 * 0.25 * 30 + 2 * 0.25);
        // what a method does to its gradients changes the update, not the gradient that is read
        step(training, batch, () -> IntStream.range(0, 2).forEach(i -> training.optimiser().gradient(i).muli(0.1f)));
        Map<String, Double> first = read(panel, 1, 1, true);
        assertReads(first, "gradient.norm", norm);
        assertReads(first, "update.size", 0.5 * 0.1 * norm / Math.sqrt(10));

        // scores are now 0.025 * 31 and the opposite
        double wrong = 1 / (1 + Math.exp(2 * 0.025 * 31));
        step(training, batch, () -> {});
        Map<String, Double> second = read(panel, 1, 2, true);
        assertReads(second, "gradient.norm", norm * (1 + wrong / 0.5) / 2);
        assertReads(second, "update.size", 0.5 * norm * (0.1 + wrong / 0.5) / Math.sqrt(10));

        panel.begin(task);
        assertEquals(read(panel, 2, 0, false), Map.of(), "another task begins");
    }

    @Test
    public void theGradientNormIsTheMeanOfTheLastTenSteps() {
        Network network = network(manager(), identity(), HeadKind.FULL, 2);
        Optimiser optimiser = new Optimiser(manager(), network.parameters(), SGD);
        Gradients gradients = new Gradients();
        assertTrue(gradients.mean().isEmpty());
        for (int k = 1; k <= 12; k++) {
            optimiser.gradient(0).addi(1);
            gradients.add(optimiser, 2);
        }
        assertEquals(gradients.mean().orElseThrow(), 7.5 * Math.sqrt(8), 1e-6, "k = 3 to 12 times the root of eight weights");
    }

    @Test
    public void everyLayerOfAResidualNetworkIsSeen() {
        Network network = network(manager(), resNet(), HeadKind.FULL, 2);
        NetworkGauges panel = panel(network, none(), "units.active");
        panel.begin(task(70)); // more than go through at a time
        Map<String, Double> values = read(panel, 1, 1, true);
        assertEquals(values.size(), 1 + 1 + 16, values.keySet().toString());
        assertTrue(values.containsKey("units.active backbone.stemRelu"), values.keySet().toString());
        assertTrue(values.containsKey("units.active backbone.stage4block2.relu2"), values.keySet().toString());
        values.forEach((name, share) -> assertTrue(share >= 0 && share <= 1, name + " " + share));
    }

    @Test
    public void readingChangesNothingThatTheRunGoesOnWith() throws IOException {
        seed(5);
        Network network = network(manager(), resNet(), HeadKind.GROWING, 2);
        network.see(2);
        NetworkGauges panel = panel(network, (owner, seed) -> network(owner, resNet(), HeadKind.GROWING, 2), "all");
        TaskData task = task(40);
        panel.begin(task);
        Optimiser optimiser = new Optimiser(manager(), network.parameters(), new OptimiserOptions(OptimiserOptions.Rule.SGD, 0.01, 0.9, 0));
        Training training = new Training(manager(), network, optimiser, Set.of(), (step, examples) -> {}, new TaskOfClass(new int[2]),
                new Memories(manager(), random), new Augmenter(Augmentation.NONE, random), new CrossEntropy());
        Batch batch = task.train().batch(manager(), 0, 1, 2, 3);
        step(training, batch, () -> {});
        Map<String, String> before = snapshot(training);
        float[] scores = network.predict(batch.examples()).toFloatArray();

        assertTrue(read(panel, 1, 1, false).containsKey("trainability"));

        assertTrue(before.size() > 100, before.keySet().toString());
        assertEquals(snapshot(training), before, "weights, batch statistics, momentum, counters");
        assertEquals(network.predict(batch.examples()).toFloatArray(), scores);
        for (int i = 0; i < network.parameters().size(); i++) {
            assertEquals(optimiser.gradient(i).abs().sum().getFloat(), 0f, "gradient " + i);
        }
        step(training, batch, () -> {});
        assertNotEquals(snapshot(training), before, "or the test could not fail");
    }

    private static void setStatistic(Network network, String layer, String name, double... values) {
        NDArray array = network.blocks().get(layer).getDirectParameters().get(name).getArray();
        array.set(new NDIndex(":"), array.getManager().create(narrow(values)));
    }

    @Test
    public void runningStatisticsDriftFromWhereTheyWereWhenTheTaskBegan() {
        Network network = network(manager(), resNet(), HeadKind.FULL, 2);
        NetworkGauges panel = panel(network, none(), "norm.drift", "norm.spread");
        setStatistic(network, "backbone.stemNorm", "runningMean", 1, -2);
        setStatistic(network, "backbone.stemNorm", "runningVar", 4, 0.25);
        panel.begin(task(4));
        assertReads(read(panel, 0, 0, false), "norm.drift", 0);
        setStatistic(network, "backbone.stemNorm", "runningMean", 4, -2.5);
        setStatistic(network, "backbone.stemNorm", "runningVar", 2, 1);
        Map<String, Double> values = read(panel, 1, 3, true);
        double mean = Math.sqrt((9 / 4.00001 + 0.25 / 0.25001) / 2);
        double variance = (Math.log(4.00001 / 2.00001) + Math.log(1.00001 / 0.25001)) / 2;
        assertReads(values, "norm.drift backbone.stemNorm", mean);
        assertReads(values, "norm.spread backbone.stemNorm", variance);
        assertReads(values, "norm.drift backbone.stage1block1.norm2", 0);
        assertReads(values, "norm.drift", mean / 20);
        assertReads(values, "norm.spread", variance / 20);
        assertEquals(values.size(), 2 * 21);
        panel.begin(task(4));
        assertReads(read(panel, 2, 0, true), "norm.drift", 0);
        NetworkGauges elsewhere = panel(network(manager(), identity(), HeadKind.FULL, 2), none(), "norm.drift", "norm.share");
        elsewhere.begin(task(4));
        assertEquals(read(elsewhere, 1, 1, true), Map.of(), "nothing has running statistics");
    }

    @Test
    public void theShareOfATaskInRunningStatisticsFallsAsOthersCome() {
        Network network = network(manager(), resNet(), HeadKind.FULL, 2);
        NetworkGauges panel = panel(network, none(), "norm.share");
        Training training = new Training(manager(), network, new Optimiser(manager(), network.parameters(), SGD), Set.of(), (step, examples) -> {},
                new TaskOfClass(new int[] {0, 1}), new Memories(manager(), random), new Augmenter(Augmentation.NONE, random), new CrossEntropy());
        for (int task = 0; task < 2; task++) {
            TaskData data = task(task, new int[] {task, task, task, 0}, IntStream.range(0, 16).toArray());
            panel.begin(data);
            training.begin(data);
            step(training, data.train().batch(manager(), 0, 1, 2, 3), () -> {});
        }
        Map<String, Double> values = read(panel, 2, 1, true);
        assertReads(values, "norm.share task1", 0.1 * 0.9 + 0.1 * 0.25);
        assertReads(values, "norm.share task2", 0.1 * 0.75);
        assertEquals(values.size(), 2, "the same in all layers");
    }

    private static final class Forgetful extends NormaliserModule<NoOptions> {
        Forgetful() {
            super("forgetful", "", "", NoOptions.class);
        }

        @Override
        protected Block build(NoOptions options) {
            return new Normaliser() {
                @Override
                protected NDArray normalise(ParameterStore store, NDArray x, boolean training) {
                    return x;
                }

                @Override
                public Optional<double[]> taskWeights() {
                    return Optional.of(new double[] {0.25, 0.5});
                }
            };
        }
    }

    @Test
    public void aNormaliserMayTellTheSharesOfEachLayer() {
        Network network = network(manager(), new Forgetful().rebuilt(resNet(), new NoOptions()), HeadKind.FULL, 2);
        NetworkGauges panel = panel(network, none(), "norm.share");
        panel.begin(task(1, new int[] {0, 1}, 1, 2, 3, 4, 5, 6, 7, 8));
        Map<String, Double> values = read(panel, 1, 1, true);
        assertReads(values, "norm.share task2", 0.5);
        assertReads(values, "norm.share backbone.stage4block1.projectionNorm:task1", 0.25);
        assertEquals(values.size(), 2 * 21);
        assertEquals(List.copyOf(values.keySet()).subList(0, 3),
                List.of("norm.share task1", "norm.share task2", "norm.share backbone.stemNorm:task1"));
    }

    /** The arrays of a checkpoint by name; the archive itself tells the time of day. */
    private Map<String, String> snapshot(Training training) throws IOException {
        try (NDManager scratch = manager().newSubManager()) {
            State state = new State(scratch);
            training.save(state);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            state.write(out);
            Map<String, String> arrays = new LinkedHashMap<>();
            ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()));
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                arrays.put(entry.getName(), HexFormat.of().formatHex(zip.readAllBytes()));
            }
            return arrays;
        }
    }

    private Map<String, Double> trainability(Supplier<Network> network) {
        Networks networks = (owner, seed) -> {
            seed(seed);
            return network(owner, mlp(32), HeadKind.FULL, 2);
        };
        NetworkGauges panel = panel(network.get(), networks, "trainability");
        panel.begin(task(64));
        assertEquals(panel.read(1, 9, true), List.of(), "too dear inside a task");
        return read(panel, 1, 9, false);
    }

    @Test
    public void anUntrainedNetworkIsAsTrainableAsAFreshOne() {
        Map<String, Double> values = trainability(() -> {
            seed(random.engineSeed("gauge-initialisation", 0));
            return network(manager(), mlp(32), HeadKind.FULL, 2);
        });
        assertEquals(values.get("trainability"), 0.0);
        assertEquals(values.get("trainability current"), values.get("trainability fresh"));
    }

    @Test
    public void aDeadNetworkLearnsNothingNew() {
        Map<String, Double> values = trainability(() -> {
            Network dead = network(manager(), mlp(32), HeadKind.FULL, 2);
            set(dead, 0, new double[128]);
            set(dead, 1, IntStream.range(0, 32).mapToDouble(i -> -1).toArray());
            return dead;
        });
        // with no feature left the best answer is the commoner label for all
        assertTrue(values.get("trainability current") < 0.66, values.toString());
        assertTrue(values.get("trainability") < -0.05, values.toString());
        assertEquals(values.get("trainability"), values.get("trainability current") - values.get("trainability fresh"), 1e-12);
    }

    @Test
    public void aNetworkWithoutOutputsIsNotTried() {
        NetworkGauges panel = panel(network(manager(), identity(), HeadKind.GROWING, 2), none(), "trainability");
        panel.begin(task(4));
        assertEquals(panel.read(0, 0, false), List.of());
    }

    @Test
    public void unknownGaugesAreAllNamedWithTheNearestOne() {
        Problems problems = new Problems();
        List<Gauge> gauges = Gauges.of(List.of("unit.dead", "rank.srank", "weights.norn", "rank.srank"), "run", "--gauges", problems);
        assertEquals(gauges.stream().map(Gauge::id).toList(), List.of("rank.srank"));
        assertEquals(problems.toString(), List.of(
                new Problem("run", "--gauges", "unit.dead", "unknown gauge (did you mean 'units.dead'?)"),
                new Problem("run", "--gauges", "weights.norn", "unknown gauge (did you mean 'weights.norm'?)")).toString());
        assertEquals(Gauges.of(List.of("all", "units.dead"), "run", "--gauges", problems), Gauges.all());
        assertFalse(panel(network(manager(), identity(), HeadKind.FULL, 2), none()).isOn());
    }
}
