package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SymbolBlock;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/** Stored examples in, class scores out: normalisation, backbone and head. */
public final class Network implements Stateful {
    /** DJL numbers the children of a block, and the numbers say nothing. */
    private static final Pattern NUMBER = Pattern.compile("^\\d+(?=\\D)");

    /** What a parameter without gradient may be that nothing changes. */
    private static final Set<Parameter.Type> FROZEN =
            EnumSet.of(Parameter.Type.WEIGHT, Parameter.Type.BIAS, Parameter.Type.GAMMA, Parameter.Type.BETA);

    private final NDManager owner;
    private final NDManager manager;
    private final Block backbone;
    private final Head head;
    private final Normalisation normalisation;
    private final WeightsOf weights;
    private final List<Parameter> changing = new ArrayList<>(); // weights that gradients move, and statistics: not those that are frozen for good
    private final List<Parameter> trainable = new ArrayList<>();
    private final int features;
    private final int bodyWeights;
    private final int classes;
    private final List<Normaliser> normalisers;
    private final TaskShares taskShares = new TaskShares();
    private boolean jointForward;
    private final Work work = new Work();
    private final long backboneFlops;
    private final long trainedFlops;

    /**
     * Builds and initialises a network. The engine's generator must have been seeded.
     *
     * @param owner lives as long as the network; the weights get a manager of their own below it
     * @param backbone a block from (n, example shape) to (n, d)
     * @param example shape of one example
     * @param normalisation how stored examples become numbers
     * @param kind kind of head
     * @param classes classes of the whole stream
     * @param cosineScale factor on cosines; ignored by linear heads
     */
    public Network(NDManager owner, Block backbone, Shape example, Normalisation normalisation, HeadKind kind, int classes, float cosineScale) {
        this(owner, backbone, example, normalisation, kind, classes, cosineScale, Initialisation.TORCH);
    }

    /** As {@link #Network(NDManager, Block, Shape, Normalisation, HeadKind, int, float)}, with a rule for the weights of the head. */
    public Network(NDManager owner, Block backbone, Shape example, Normalisation normalisation, HeadKind kind, int classes, float cosineScale,
            Initialisation ofHead) {
        this.owner = owner;
        this.manager = owner.newSubManager();
        this.backbone = backbone;
        this.normalisation = normalisation;
        this.weights = new WeightsOf(manager);
        this.classes = classes;
        this.normalisers = Norm.in(backbone).stream().map(Norm::content).filter(Normaliser.class::isInstance).map(Normaliser.class::cast).toList();
        // a stream in which labels tell tasks apart has no more tasks than classes
        normalisers.forEach(normaliser -> normaliser.setMostTasks(classes));
        Shape input = new Shape(1).addAll(example);
        backbone.initialize(manager, DataType.FLOAT32, input);
        Shape output = backbone.getOutputShapes(new Shape[] {input})[0];
        NetworkSize.requireFeatures(output);
        features = (int) output.get(1);
        head = new Head(kind, classes, features, cosineScale);
        ofHead.apply(head);
        head.initialize(manager, DataType.FLOAT32, output);
        head.initialised();
        for (Block block : new Block[] {backbone, head}) {
            for (Pair<String, Parameter> named : block.getParameters()) {
                Parameter parameter = named.getValue();
                if (parameter.requiresGradient()) {
                    trainable.add(parameter);
                }
                if (parameter.requiresGradient() || !FROZEN.contains(parameter.getType())) {
                    changing.add(parameter);
                }
            }
        }
        bodyWeights = (int) backbone.getParameters().values().stream().filter(Parameter::requiresGradient).count();
        backboneFlops = layers().mapToLong(LayerWork::flops).sum();
        trainedFlops = layers().filter(LayerWork::trained).mapToLong(LayerWork::flops).sum();
    }

    private Stream<Block> layers() {
        return blocks().values().stream().filter(block -> block != head);
    }

    /** Width of the features, d. */
    public int features() {
        return features;
    }

    /** The count of this network's operations. */
    public Work work() {
        return work;
    }

    /**
     * Floating-point operations that it takes to score one example now, see {@link LayerWork}; the head of a network that grows
     * takes more with every class.
     */
    public long flops() {
        return backboneFlops + headFlops();
    }

    private long headFlops() {
        return head.kind() == HeadKind.NONE ? 0 : 2L * features * head.outputs();
    }

    /** Number of classes that the head scores now. */
    public int outputs() {
        return head.outputs();
    }

    /** Number of classes seen so far. */
    public int seenClasses() {
        return head.seen();
    }

    /** Number of classes of the whole stream: the room that the head has set aside. */
    public int classes() {
        return classes;
    }

    /** The weights that gradients move, backbone first, in a fixed order. */
    public List<Parameter> parameters() {
        return trainable;
    }

    /** How many of the {@link #parameters()} are the backbone's; those of the head follow. */
    public int backboneParameters() {
        return bodyWeights;
    }

    /** A copy of all weights that are not frozen and running statistics as they are now, and of the number of classes seen. */
    public Weights copyWeights() {
        return copyWeights(head.seen());
    }

    /** A copy of all weights and running statistics, for scores of the first {@code classes} classes only. */
    public Weights copyWeights(int classes) {
        Map<Parameter, NDArray> copies = new LinkedHashMap<>(); // a parameter equals itself only
        for (Parameter parameter : changing) {
            try (NDArray values = parameter.getArray().stopGradient()) {
                NDArray copy = values.duplicate();
                copy.attach(owner);
                copies.put(parameter, copy);
            }
        }
        return new Weights(new WeightsOf(manager, copies), copies, taskShares.copy(), classes);
    }

    /** Takes over a copy of weights; the arrays of the network stay the same ones. */
    public void setWeights(Weights copy) {
        copy.arrays.forEach((parameter, values) -> parameter.getArray().set(new NDIndex(":"), values));
        taskShares.restore(copy.taskShares);
        head.restoreSeen(copy.seen);
    }

    /** A copy of all weights of a network; lives as long as the run, or until it is closed. */
    public static final class Weights implements Stateful, AutoCloseable {
        private final WeightsOf store;
        private final Map<Parameter, NDArray> arrays;
        private final int seen;
        private double[] taskShares;

        private Weights(WeightsOf store, Map<Parameter, NDArray> arrays, double[] taskShares, int seen) {
            this.store = store;
            this.arrays = arrays;
            this.taskShares = taskShares;
            this.seen = seen;
        }

        /** Classes that the network had seen. */
        public int seenClasses() {
            return seen;
        }

        @Override
        public void save(State state) {
            int i = 0;
            for (NDArray array : arrays.values()) {
                state.put(Integer.toString(i++), array);
            }
            if (taskShares.length > 0) {
                state.put("task-shares", taskShares);
            }
        }

        @Override
        public void load(State state) {
            int i = 0;
            for (NDArray array : arrays.values()) {
                state.copyTo(Integer.toString(i++), array);
            }
            taskShares = state.has("task-shares") ? state.doubles("task-shares") : new double[0];
        }

        @Override
        public void close() {
            arrays.values().forEach(NDArray::close);
        }
    }

    /**
     * All blocks by their path, e.g. {@code backbone.stage1block1.convolution1}, {@code backbone.Linear2} or {@code head}, each before
     * what is inside it, in a fixed order.
     */
    public Map<String, Block> blocks() {
        Map<String, Block> blocks = new LinkedHashMap<>();
        collect("backbone", backbone, blocks);
        collect("head", head, blocks);
        return blocks;
    }

    private static void collect(String path, Block block, Map<String, Block> blocks) {
        blocks.put(path, block);
        List<String> names = childNames(block);
        for (int i = 0; i < names.size(); i++) {
            collect(path + "." + names.get(i), block.getChildren().valueAt(i), blocks);
        }
    }

    /** The names of a block's children as they were given by their author, in their order; those in a row that are called by their kind: Linear1, Linear2. */
    static List<String> childNames(Block block) {
        List<String> names = block.getChildren().keys().stream().map(Network::withoutNumber).toList();
        return IntStream.range(0, names.size()).mapToObj(i -> {
            String name = names.get(i);
            return Collections.frequency(names, name) > 1 ? name + Collections.frequency(names.subList(0, i + 1), name) : name;
        }).toList();
    }

    /** The name of a child that it was given by its author. */
    static String withoutNumber(String child) {
        return NUMBER.matcher(child).replaceFirst("");
    }

    /**
     * Tells a head of the kind {@link HeadKind#ANSWERS} what it knows the answers by; to be called before anything is learned.
     *
     * @param known what the network makes of each answer, shape (classes, d)
     * @throws IllegalStateException if the head is of another kind
     */
    public void setAnswers(NDArray known) {
        head.answers(known);
    }

    /** Tells the head that the labels below {@code seenClasses} have occurred. */
    public void see(int seenClasses) {
        head.see(seenClasses);
    }

    /** Scores for training: (n, ...) stored examples to (n, outputs) logits; batch statistics are updated. */
    public NDArray logits(NDArray examples) {
        return forward(examples, true, true);
    }

    /** As {@link #logits(NDArray)}, of examples that are of these tasks. */
    public NDArray logits(NDArray examples, TaskMix mix) {
        taskShares.move(mix);
        normalisers.forEach(normaliser -> normaliser.setMix(mix));
        try {
            return logits(examples);
        } finally {
            normalisers.forEach(normaliser -> normaliser.setMix(TaskMix.UNKNOWN));
        }
    }

    /** Whether the batches that are scored in one step are to be scored in one pass: wanted so, or needed, see {@link Normaliser#joint}. */
    public boolean joint() {
        return jointForward || normalisers.stream().anyMatch(Normaliser::joint);
    }

    /** From now on the batches that are scored in one step are scored in one pass. */
    public void scoreJointly() {
        jointForward = true;
    }

    /** The loss with all that its normalisers have added to it since this was last asked. */
    public NDArray withNormalisers(NDArray loss) {
        NDArray total = loss;
        for (Normaliser normaliser : normalisers) {
            for (NDArray term : normaliser.takeTerms()) {
                total = total.add(term);
            }
        }
        return total;
    }

    /** What has been added to the loss so far belongs to no step. */
    public void beginStep() {
        work.beginStep();
        normalisers.forEach(Normaliser::takeTerms);
    }

    /** Which share the tasks have in the running statistics of the engine's batch normalisation. */
    public TaskShares taskShares() {
        return taskShares;
    }

    /** Scores for evaluation: as {@link #logits}, with running statistics. */
    public NDArray predict(NDArray examples) {
        return forward(examples, false, false);
    }

    /** Scores for evaluation that the network gave when the copy was made, as far as classes had been seen then; no gradients flow. */
    public NDArray predict(Weights copy, NDArray examples) {
        work.forward(examples.getShape().get(0) * flops(), 0);
        NDArray features = block(copy.store, backbone, normalisation.apply(examples), false);
        return block(copy.store, head, features, false).get(":, :" + copy.seen);
    }

    /**
     * Scores examples by {@link #predict} and {@link #features} with every batch normalisation that follows a convolution {@linkplain Norm#after folded} into
     * it: the same numbers up to rounding, with fewer passes over memory. All else that normalises is left alone.
     *
     * @param scoring leaves the weights as they are
     * @throws IllegalStateException if it makes a training pass
     */
    public <T> T folded(Supplier<T> scoring) {
        weights.beginFolding(owner);
        try {
            return scoring.get();
        } finally {
            weights.endFolding();
        }
    }

    /** Features for evaluation: (n, ...) stored examples to (n, d). */
    public NDArray features(NDArray examples) {
        work.forward(examples.getShape().get(0) * backboneFlops, 0);
        return block(backbone, normalisation.apply(examples), false);
    }

    /** Features for training: as {@link #features}, as part of a loss; batch statistics are updated. */
    public NDArray trainingFeatures(NDArray examples) {
        countTrained(examples);
        return block(backbone, normalisation.apply(examples), true);
    }

    /** As {@link #features}, as part of a loss. */
    public NDArray evaluationFeatures(NDArray examples) {
        countTrained(examples);
        return block(backbone, normalisation.apply(examples), false);
    }

    private void countTrained(NDArray examples) {
        long n = examples.getShape().get(0);
        work.forward(n * backboneFlops, n * trainedFlops);
    }

    /** Scores of features, shape (n, d) to (n, outputs): what the head makes of them. */
    public NDArray classify(NDArray featureRows) {
        long n = featureRows.getShape().get(0);
        work.forward(n * headFlops(), n * headFlops());
        return block(head, featureRows, true);
    }

    /** As {@link #predict}, as part of a loss. */
    public NDArray evaluationLogits(NDArray examples) {
        return forward(examples, false, true);
    }

    private NDArray forward(NDArray examples, boolean training, boolean backward) {
        long n = examples.getShape().get(0);
        work.forward(n * flops(), backward ? n * (trainedFlops + headFlops()) : 0);
        return block(head, block(backbone, normalisation.apply(examples), training), training);
    }

    private NDArray block(Block block, NDArray input, boolean training) {
        if (training && weights.isFolding()) {
            throw new IllegalStateException("the network is trained while it is scored, but batch normalisation is folded into its weights (foldBatchNorm)");
        }
        return block(weights, block, input, training);
    }

    private static NDArray block(ParameterStore store, Block block, NDArray input, boolean training) {
        return block.forward(store, new NDList(input), training).singletonOrThrow();
    }

    /** Has the backbone do something of its own, such as writing an answer, with the weights as they are. */
    public <T> T using(BiFunction<Block, ParameterStore, T> use) {
        return use.apply(backbone, weights);
    }

    /** Owner of the weights and of nothing else. */
    public NDManager manager() {
        return manager;
    }

    /** The kind of the head. */
    public HeadKind headKind() {
        return head.kind();
    }

    /** Whether it does, which is so unless one of its blocks {@linkplain Draws draws} by chance. */
    @Override
    public boolean savesInsideTasks() {
        return blocks().values().stream().noneMatch(Network::draws);
    }

    /** A block of a plug-in that does not say is taken to draw. */
    private static boolean draws(Block block) {
        if (block instanceof Draws known) {
            return known.draws();
        }
        ClassLoader of = block.getClass().getClassLoader();
        return block instanceof Dropout || block instanceof SymbolBlock || of != Network.class.getClassLoader() && of != Block.class.getClassLoader();
    }

    @Override
    public void save(State state) {
        for (int i = 0; i < changing.size(); i++) {
            state.put(Integer.toString(i), changing.get(i).getArray());
        }
        state.put("seen", head.seen());
        taskShares.save(state.scope("task-shares"));
    }

    @Override
    public void load(State state) {
        for (int i = 0; i < changing.size(); i++) {
            state.copyTo(Integer.toString(i), changing.get(i).getArray());
        }
        head.restoreSeen((int) state.longs("seen")[0]);
        taskShares.load(state.scope("task-shares"));
    }
}
