package org.palimpsest.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A stream over an image data set. Tasks are made when asked for, each from its own random numbers, so a stream of a
 * thousand tasks costs no more to open than one of five.
 */
public final class ImageStream implements Stream {

    /** Class names to show before the rest are counted. */
    private static final int NAMES_SHOWN = 4;

    private final StreamSpec spec;
    private final ImageDataset dataset;
    private final RandomStreams random;
    private final int[] classOrder;
    private final int[] labels;
    private final ExamplePool train;
    private final ExamplePool test;
    private final PixelMap identity;
    private volatile String digest = "";

    private ImageStream(StreamSpec spec, ImageDataset dataset, RandomStreams random) {
        this.spec = spec;
        this.dataset = dataset;
        this.random = random;
        int classes = dataset.info().classes();
        this.classOrder = order(spec, dataset.info(), random);
        this.labels = new int[classes];
        for (int label = 0; label < classes; label++) {
            labels[classOrder[label]] = label;
        }
        this.train = new ExamplePool(
                dataset.train(), classes, spec.examplesPerTask(), task -> random.get("stream-train", task));
        this.test =
                new ExamplePool(dataset.test(), classes, spec.testPerTask(), task -> random.get("stream-test", task));
        this.identity = PixelMap.identity(dataset.info().shape());
    }

    /**
     * Realises a declaration.
     *
     * @param spec the declaration
     * @param dataset the data set it names
     * @param random the random streams of the run seed
     * @return the stream
     * @throws InvalidInputException if the declaration does not fit the data set
     * @throws DatasetException if its class-order file cannot be read
     */
    public static ImageStream of(StreamSpec spec, ImageDataset dataset, RandomStreams random) {
        refuse(spec.problems("stream " + spec.id(), dataset.info()));
        ImageStream stream = new ImageStream(spec, dataset, random);
        List<Problem> problems = new ArrayList<>();
        problems.addAll(stream.shortages("examplesPerTask", spec.examplesPerTask(), stream.train));
        problems.addAll(stream.shortages("testPerTask", spec.testPerTask(), stream.test));
        refuse(problems);
        return stream;
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private static int[] order(StreamSpec spec, DatasetInfo info, RandomStreams random) {
        return switch (spec.classOrder()) {
            case SEED -> RandomStreams.permutation(info.classes(), random.get("stream-class-order"));
            case NATURAL -> IntStream.range(0, info.classes()).toArray();
            case FILE -> spec.orderFile().orElseThrow().order(info);
        };
    }

    /** A data set's classes may differ in size, so the whole of it does not tell what the smallest task has. */
    private List<Problem> shortages(String key, OptionalInt perTask, ExamplePool pool) {
        if (perTask.isEmpty()) {
            return List.of();
        }
        int smallest = IntStream.range(0, size()).map(t -> pool.available(datasetClasses(t))).min().orElseThrow();
        if (perTask.getAsInt() <= smallest) {
            return List.of();
        }
        return List.of(new Problem("stream " + spec.id(), key, Integer.toString(perTask.getAsInt()),
                "is more than the " + smallest + " examples of the smallest task"));
    }

    @Override
    public String id() {
        return spec.id();
    }

    @Override
    public int version() {
        return spec.version();
    }

    @Override
    public Scenario scenario() {
        return spec.scenario();
    }

    /** The declaration this stream realises. */
    public StreamSpec spec() {
        return spec;
    }

    /** The data set its tasks index. */
    public ImageDataset dataset() {
        return dataset;
    }

    /** How many classes there are over all tasks. */
    public int classes() {
        return classOrder.length;
    }

    /** A copy of the order of the classes: classOrder()[label] is the data set's class. */
    public int[] classOrder() {
        return classOrder.clone();
    }

    /** The label that learners see for one of the data set's classes. */
    public int label(int datasetClass) {
        return labels[datasetClass];
    }

    @Override
    public int size() {
        return spec.tasks();
    }

    /**
     * {@inheritDoc}
     *
     * <p>With {@link Split#CLASSES}, task t of k classes each has the labels from t * k to (t + 1) * k - 1; otherwise
     * every task has all labels.
     */
    @Override
    public ImageTask task(int index) {
        Objects.checkIndex(index, size());
        int[] datasetClasses = datasetClasses(index);
        return new ImageTask(
                index,
                name(index),
                taskLabels(index),
                train.examples(index, datasetClasses),
                test.examples(index, datasetClasses),
                pixels(index));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Taken over the declaration, the data set's digest, the class order and every task's examples and pixel map;
     * the seed counts only by what it changes. Computed on the first call.
     */
    @Override
    public String digest() {
        if (digest.isEmpty()) {
            digest = StreamDigest.of(this);
        }
        return digest;
    }

    private int[] taskLabels(int task) {
        int perTask = spec.classesPerTask(classes());
        int first = spec.split() == Split.CLASSES ? task * perTask : 0;
        return IntStream.range(first, first + perTask).toArray();
    }

    private int[] datasetClasses(int task) {
        return Arrays.stream(taskLabels(task)).map(label -> classOrder[label]).toArray();
    }

    private PixelMap pixels(int task) {
        if (task == 0) {
            return identity;
        }
        ImageShape shape = dataset.info().shape();
        return switch (spec.split()) {
            case CLASSES -> identity;
            case PERMUTED -> PixelMap.permutation(
                    RandomStreams.permutation(shape.plane(), random.get("stream-permutation", task)));
            case ROTATED -> PixelMap.rotation(shape, angle(task));
        };
    }

    private double angle(int task) {
        return task * spec.maxAngleOrDefault() / size();
    }

    private String name(int task) {
        return switch (spec.split()) {
            case CLASSES -> classNames(task);
            case PERMUTED -> task == 0 ? "as they are" : "permutation " + task;
            case ROTATED -> "turned by " + Math.round(angle(task)) + " degrees";
        };
    }

    private String classNames(int task) {
        int[] classes = datasetClasses(task);
        String shown = Arrays.stream(classes)
                .limit(NAMES_SHOWN)
                .mapToObj(dataset.info().classNames()::get)
                .collect(Collectors.joining(", "));
        return classes.length > NAMES_SHOWN ? shown + " and " + (classes.length - NAMES_SHOWN) + " more" : shown;
    }
}
