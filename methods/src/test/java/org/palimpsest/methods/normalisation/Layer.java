package org.palimpsest.methods.normalisation;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.Augmenter;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.Training;

/**
 * One normalisation behind a 1x1 convolution, in training: images of {@value #CHANNELS} x 1 x {@value #WIDTH} bytes, taken as they are, and
 * a head whose first logits are the normalised numbers. Label c is of task c / 2.
 */
final class Layer implements AutoCloseable {
    static final int CHANNELS = 2;
    static final int WIDTH = 2;
    static final int NUMBERS = CHANNELS * WIDTH;
    private static final int CLASSES = 6;

    private final NDManager manager;
    private final Network network;
    private final Optimiser optimiser;
    private final Training training;
    private float lastLoss;

    Layer(NormaliserModule<?> module, Record options) {
        Engine engine = Engine.getEngine("PyTorch");
        JniUtils.setNumThreads(1);
        manager = engine.newBaseManager(Device.cpu());
        Conv2d convolution = Conv2d.builder().setFilters(CHANNELS).setKernelShape(new Shape(1, 1)).optBias(false).build();
        SequentialBlock backbone = new SequentialBlock().add(convolution).add(new Norm()).add(Blocks.batchFlattenBlock());
        Normalisation unchanged = new Normalisation(manager, DataType.UINT8, new double[CHANNELS], new double[] {1 / 255.0, 1 / 255.0});
        network = new Network(manager, module.rebuilt(backbone, options), new Shape(CHANNELS, 1, WIDTH), unchanged, HeadKind.FULL, CLASSES, 1);
        Randomness random = new Randomness(0);
        optimiser = new Optimiser(manager, network.parameters(), new OptimiserOptions(OptimiserOptions.Rule.SGD, 1e-30, 0, 0));
        AddOn listener = new AddOn() {
            @Override
            public NDArray loss(NDArray loss) {
                lastLoss = loss.getFloat();
                return loss;
            }
        };
        training = new Training(manager, network, optimiser, Set.of(listener), (step, examples) -> {}, new TaskOfClass(new int[] {0, 0, 1, 1, 2, 2}),
                new Memories(manager, random), new Augmenter(Augmentation.NONE, random), new CrossEntropy());
        set("backbone.Conv2d", "weight", 1, 0, 0, 1);
        double[] identity = new double[CLASSES * NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            identity[i * NUMBERS + i] = 1;
        }
        set("head", "weight", identity);
        set("head", "bias", new double[CLASSES]);
    }

    NDManager manager() {
        return manager;
    }

    Network network() {
        return network;
    }

    Training training() {
        return training;
    }

    private Parameter parameter(String block, String name) {
        return network.blocks().get(block).getDirectParameters().get(name);
    }

    void set(String block, String name, double... values) {
        NDArray array = parameter(block, name).getArray();
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        array.set(new NDIndex(":"), manager.create(narrow, array.getShape()));
    }

    /** Sets the first numbers of an array of the normaliser. */
    void setNorm(String name, double... values) {
        set("backbone.Norm", name, Arrays.copyOf(values, (int) parameter("backbone.Norm", name).getShape().size()));
    }

    /** An array of the normaliser. */
    float[] norm(String name) {
        return parameter("backbone.Norm", name).getArray().toFloatArray();
    }

    /** The gradient of an array, to be asked before the weights move. */
    float[] gradient(String block, String name) {
        return optimiser.gradient(network.parameters().indexOf(parameter(block, name))).toFloatArray();
    }

    /** Images given number by number: those of channel 0, then of channel 1. */
    Batch batch(int[] labels, int[]... images) {
        ByteBuffer bytes = manager.allocateDirect(labels.length * NUMBERS);
        for (int[] image : images) {
            for (int number : image) {
                bytes.put((byte) number);
            }
        }
        return new Batch(manager.create(bytes.rewind(), new Shape(labels.length, CHANNELS, 1, WIDTH), DataType.UINT8), labels);
    }

    void begin(int task) {
        Batch batch = batch(new int[] {2 * task + 1}, new int[NUMBERS]);
        training.begin(new TaskData(task, batch.hostLabels(), new Examples(batch.examples(), new int[] {0}, batch.hostLabels()),
                new Randomness(1)));
    }

    /** What the numbers become in training, example by example. */
    float[] forward(Batch batch) {
        return numbers(training.logits(batch));
    }

    /** What the numbers become in evaluation. */
    float[] evaluate(Batch batch) {
        return numbers(network.predict(batch.examples()));
    }

    private static float[] numbers(NDArray logits) {
        return logits.get(":, :" + NUMBERS).toFloatArray();
    }

    /** Makes a step with this loss of the normalised numbers, shape (n, NUMBERS); returns the loss with all that was added to it. */
    float step(Batch batch, Function<NDArray, NDArray> loss, Runnable whenGradientsAreComplete) {
        training.step(batch, b -> loss.apply(training.logits(b).get(":, :" + NUMBERS)), whenGradientsAreComplete);
        return lastLoss;
    }

    /** What the normaliser adds to the loss of a step. */
    float added(Batch batch) {
        return step(batch, numbers -> numbers.sum().mul(0), () -> {});
    }

    @Override
    public void close() {
        manager.close();
    }
}
