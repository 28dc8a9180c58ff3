package org.palimpsest.methods;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.multibindings.Multibinder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Objective;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Readings;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.network.Projection;
import org.palimpsest.harness.api.network.Relu;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.StepListener;

/** A learner of one method over grey images, put together by Guice from the same parts as in a run. */
public final class Workbench implements AutoCloseable {
    private final NDManager manager;
    private final Network network;
    private final Classifier learner;
    private final Randomness random;
    private final List<Integer> forwards = new ArrayList<>();
    private final Map<String, Double> readings = new LinkedHashMap<>();
    private final Passes passes = new Passes();
    private Runnable afterStep = () -> {};

    /**
     * What a learner is made of.
     *
     * @param side images are 1 x side x side bytes
     * @param mean of pixel / 255
     * @param sd of pixel / 255
     * @param widths hidden layers; none makes the network linear
     * @param tasks task of each class
     */
    public record Setup(int side, double mean, double sd, int[] widths, HeadKind head, int classes, OptimiserOptions optimiser, long seed,
            int[] tasks) {
        /** All classes of one task, for heads that do not care. */
        public Setup(int side, double mean, double sd, int[] widths, HeadKind head, int classes, OptimiserOptions optimiser, long seed) {
            this(side, mean, sd, widths, head, classes, optimiser, seed, new int[classes]);
        }

        /** With these tasks, by class. */
        public Setup withTasks(int... taskOfClass) {
            return new Setup(side, mean, sd, widths, head, classes, optimiser, seed, taskOfClass);
        }

        /** A linear network that sees pixels between 0 and 1. */
        public static Setup linear(int side, HeadKind head, int classes, double lr) {
            return new Setup(side, 0, 1, new int[0], head, classes, sgd(lr, 0), 1);
        }

        public static OptimiserOptions sgd(double lr, double momentum) {
            return new OptimiserOptions(OptimiserOptions.Rule.SGD, lr, momentum, 0);
        }
    }

    /** A learner with fully connected layers. */
    public Workbench(MethodModule<?> method, Record options, Setup setup) {
        this(method, options, setup, Map.of(), Optional.empty());
    }

    /** With add-ons, and the options of each. */
    public Workbench(MethodModule<?> method, Record options, Setup setup, Map<AddOnModule<?>, Record> addOns) {
        this(method, options, setup, addOns, Optional.empty());
    }

    /** A learner with this backbone, from images to features. */
    public Workbench(MethodModule<?> method, Record options, Setup setup, Block backbone) {
        this(method, options, setup, Map.of(), Optional.of(backbone));
    }

    /** A learner that is trained towards something else than classes. */
    public Workbench(MethodModule<?> method, Record options, Setup setup, Objective objective) {
        this(method, options, setup, Map.of(), Optional.empty(), objective);
    }

    /** With add-ons and, if one is given, a backbone of its own. */
    public Workbench(MethodModule<?> method, Record options, Setup setup, Map<AddOnModule<?>, Record> addOns, Optional<Block> given) {
        this(method, options, setup, addOns, given, new CrossEntropy());
    }

    private Workbench(MethodModule<?> method, Record options, Setup setup, Map<AddOnModule<?>, Record> addOns, Optional<Block> given,
            Objective objective) {
        Engine engine = Engine.getEngine("PyTorch");
        JniUtils.setNumThreads(1);
        manager = engine.newBaseManager(Device.cpu());
        random = new Randomness(setup.seed());
        engine.setRandomSeed(random.engineSeed("initialisation"));
        Normalisation normalisation = new Normalisation(manager, DataType.UINT8, new double[] {setup.mean()}, new double[] {setup.sd()});
        Block backbone = method.rebuilt(given.orElseGet(() -> layers(setup)), options);
        for (Map.Entry<AddOnModule<?>, Record> addOn : addOns.entrySet()) {
            backbone = addOn.getKey().rebuilt(backbone, addOn.getValue());
        }
        network = new Network(manager, counted(backbone), new Shape(1, setup.side(), setup.side()), normalisation, setup.head(), setup.classes(), 16);
        forwards.clear();
        learner = (Classifier) Guice.createInjector(new AbstractModule() {
            @Override
            protected void configure() {
                bind(NDManager.class).toInstance(manager);
                bind(Randomness.class).toInstance(random);
                bind(Network.class).toInstance(network);
                bind(Objective.class).toInstance(objective);
                bind(Readings.class).toInstance(readings::put);
                bind(Augmentation.class).toInstance(Augmentation.NONE);
                bind(Optimiser.class).toInstance(new Optimiser(manager, network.parameters(), setup.optimiser()));
                bind(StepListener.class).toInstance(passes);
                bind(TaskOfClass.class).toInstance(new TaskOfClass(setup.tasks()));
                Multibinder.newSetBinder(binder(), AddOn.class);
                bindOptions(options);
                install(method);
                addOns.forEach((addOn, given) -> {
                    if (!given.equals(options)) {
                        bindOptions(given);
                    }
                    install(addOn);
                });
            }

            @SuppressWarnings("unchecked")
            private void bindOptions(Record record) {
                bind((Class<Record>) record.getClass()).toInstance(record);
            }
        }).getInstance(Learner.class);
    }

    private Block counted(Block backbone) {
        SequentialBlock counted = new SequentialBlock().add(input -> {
            forwards.add((int) input.singletonOrThrow().getShape().get(0));
            return input;
        }, "identity");
        List<Block> layers = backbone instanceof SequentialBlock ? backbone.getChildren().values() : List.of(backbone);
        layers.forEach(counted::add);
        return counted;
    }

    /** Fully connected layers that are open to adapters, called {@code Projection1} and so on: a backbone for such a setup. */
    public static Block openLayers(Setup setup) {
        SequentialBlock block = new SequentialBlock().add(Blocks.batchFlattenBlock());
        int in = setup.side() * setup.side();
        for (int width : setup.widths()) {
            block.add(new Projection(in, width, true));
            block.add(new Relu());
            in = width;
        }
        return block;
    }

    private static Block layers(Setup setup) {
        SequentialBlock block = new SequentialBlock().add(Blocks.batchFlattenBlock());
        long in = (long) setup.side() * setup.side();
        for (int width : setup.widths()) {
            block.add(FanIn.apply(Linear.builder().setUnits(width).build(), in));
            block.add(new Relu());
            in = width;
        }
        return block;
    }

    public NDManager manager() {
        return manager;
    }

    public Network network() {
        return network;
    }

    /** Native arrays that are alive: those of the weights' manager, where results of operations on weights go, and all others. */
    public int liveArrays() {
        return manager.getManagedArrays().size() + network.parameters().get(0).getArray().getManager().getManagedArrays().size();
    }

    public Classifier learner() {
        return learner;
    }

    /** Has something done after each step, as an examination on the way. */
    public void afterEachStep(Runnable action) {
        afterStep = action;
    }

    /** What would have been saved of the task that is learned next, or was learned last, after each of its first passes but the last. */
    public List<byte[]> pauses() {
        return passes.saved;
    }

    /** The next task goes on from one of the {@link #pauses}; of an earlier one there is nothing, a task begins. */
    public void beginTask(Optional<byte[]> pause) {
        passes.begun = false;
        passes.saved.clear();
        passes.interrupted = pause;
    }

    /** Goes through a task as a run does. */
    private final class Passes implements StepListener {
        private final List<byte[]> saved = new ArrayList<>();
        private Optional<byte[]> interrupted = Optional.empty();
        private Optional<Stateful> changing = Optional.empty();
        private boolean begun = true;
        private int behind;

        @Override
        public void afterStep(long step, int examples) {
            afterStep.run();
        }

        @Override
        public int passesBegin(Optional<Stateful> all) {
            changing = begun ? Optional.empty() : all;
            begun = true;
            behind = 0;
            changing.ifPresent(state -> interrupted.ifPresent(pause -> load(state, pause)));
            return behind;
        }

        private void load(Stateful state, byte[] pause) {
            try (NDManager scratch = manager.newSubManager()) {
                State read = State.read(scratch, new ByteArrayInputStream(pause));
                behind = (int) read.longs("passes")[0];
                state.load(read.scope("all"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void passDone(int done, Runnable read) {
            changing.ifPresent(all -> {
                read.run();
                saved.add(bytes(state -> {
                    state.put("passes", done);
                    all.save(state.scope("all"));
                }));
            });
        }
    }

    private byte[] bytes(Consumer<State> save) {
        try (NDManager scratch = manager.newSubManager()) {
            State state = new State(scratch);
            save.accept(state);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            state.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the learner or an add-on read off itself since this was last asked. */
    public Map<String, Double> readings() {
        Map<String, Double> told = new LinkedHashMap<>(readings);
        readings.clear();
        return told;
    }

    /** How many examples went through the network at a time, since this was last asked. */
    public List<Integer> forwards() {
        List<Integer> sizes = List.copyOf(forwards);
        forwards.clear();
        return sizes;
    }

    /** Images on the device; {@code pixels[i]} are those of image i, one byte each. */
    public NDArray images(int[]... pixels) {
        int side = (int) Math.sqrt(pixels[0].length);
        ByteBuffer buffer = manager.allocateDirect(pixels.length * pixels[0].length);
        for (int[] image : pixels) {
            for (int pixel : image) {
                buffer.put((byte) pixel);
            }
        }
        return manager.create(buffer.rewind(), new Shape(pixels.length, 1, side, side), DataType.UINT8);
    }

    /** Grey images of a data set, on the device. */
    public NDArray upload(LabelledImages images) {
        Shape shape = new Shape(images.size(), 1, images.shape().height(), images.shape().width());
        return manager.create(manager.allocateDirect(images.pixels().remaining()).put(images.pixels()).rewind(), shape, DataType.UINT8);
    }

    public Batch batch(int[] labels, int[]... pixels) {
        return new Batch(images(pixels), labels);
    }

    /** A task of all these images. */
    public TaskData task(int index, int[][] pixels, int[] labels) {
        return task(index, images(pixels), IntStream.range(0, labels.length).toArray(), labels);
    }

    /** A task of some rows of an array. */
    public TaskData task(int index, NDArray source, int[] rows, int[] labels) {
        int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
        return new TaskData(index, classes, new Examples(source, rows, labels), random);
    }

    /** All weights, in the order of the network. */
    public List<float[]> weights() {
        return network.parameters().stream().map(p -> p.getArray().toFloatArray()).toList();
    }

    /** What a checkpoint of the learner would hold. */
    public byte[] snapshot() {
        return bytes(learner::save);
    }

    public void restore(byte[] snapshot) throws IOException {
        try (NDManager scratch = manager.newSubManager()) {
            learner.load(State.read(scratch, new ByteArrayInputStream(snapshot)));
        }
    }

    @Override
    public void close() {
        learner.close();
        manager.close();
    }
}
