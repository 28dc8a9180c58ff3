package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Part;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.image.Moments;
import org.palimpsest.datasets.image.ShotLists;

/**
 * A stream over an image data set. Tasks are made when asked for, each from its own random numbers, so a stream of a
 * thousand tasks costs no more to open than one of five.
 */
public final class ImageStream implements Stream {
    private final ImageStreamSpec spec;
    private final ImageDataset dataset;
    private final RandomStreams random;
    private final ClassPlan plan;
    private final Stock stock;
    private final Allotment allotment;
    private final PixelMap identity;
    private volatile String digest = "";

    private ImageStream(Stock stock, RandomStreams random) {
        this.spec = stock.spec();
        this.dataset = stock.dataset();
        this.random = random;
        this.plan = stock.plan();
        this.stock = stock;
        this.identity = PixelMap.identity(dataset.info().shape());
        this.allotment = allotment();
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
    public static ImageStream of(ImageStreamSpec spec, ImageDataset dataset, RandomStreams random) {
        Problems problems = new Problems();
        Problems here = problems.at("stream " + spec.id());
        spec.check(dataset, here);
        problems.throwIfAny();
        Stock stock = Stock.of(spec, dataset, random);
        stock.check(here);
        problems.throwIfAny();
        return new ImageStream(stock, random);
    }

    /**
     * Finds what is wrong with what a seed makes of a sound declaration, which {@link ImageStreamSpec#check} cannot tell: classes may differ
     * in size, and the seed decides which share a task.
     *
     * @param random the random streams of the run seed
     * @param problems told of it, at the place that the declaration was read from
     */
    public static void check(ImageStreamSpec spec, ImageDataset dataset, RandomStreams random, Problems problems) {
        Stock.of(spec, dataset, random).check(problems);
    }

    private Allotment allotment() {
        ClassExamples training =
                new ClassExamples(Part.TRAIN, dataset.train(), stock.train(), plan, spec.labelNoise(), random);
        Part part = examinedPart();
        LabelledImages images = part == Part.TRAIN ? dataset.train() : dataset.test();
        ClassExamples examined = new ClassExamples(part, images, stock.test(), plan, Optional.empty(), random);
        Variation variation = spec.variation();
        if (variation instanceof FewShot fewShot) {
            return new FewShotAllotment(training, examined, plan, fewShot.shots().count(), spec.officialShots(dataset), random);
        }
        if (variation instanceof Blurry blurry) {
            return new BlurredAllotment(training, examined, dataset.train().size(),
                    new Blurring(plan, stock.train(), spec.tasks(), random).tasks(blurry.blur()));
        }
        if (variation instanceof Relabelled) {
            return new RelabelledAllotment(stock.train().examples(0, plan.datasetClasses(0)), plan.labels(), random);
        }
        return spec.split() == Split.GROWING
                ? new GrowingAllotment(training, examined, plan, spec.tasks(), random)
                : new ClassAllotment(training, examined);
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
    public ImageStreamSpec spec() {
        return spec;
    }

    /** The data set its tasks index. */
    public ImageDataset dataset() {
        return dataset;
    }

    /** How many labels there are over all tasks. */
    public int classes() {
        return plan.labels();
    }

    /** A copy of the order of the data set's classes: where labels are classes, classOrder()[label] is the class. */
    public int[] classOrder() {
        return plan.order().clone();
    }

    /**
     * The label that learners see for one of the data set's classes, where neither noise nor chance gives an example
     * another.
     */
    public int label(int datasetClass) {
        return plan.label(datasetClass);
    }

    /** What a label stands for: the name of a class or superclass, or a number where labels are drawn at random. */
    public String labelName(int label) {
        return plan.labelName(label);
    }

    /** Mean and deviation, per channel, of all that is trained on: every training example of some task once, as it is stored. */
    public Moments trainingMoments() {
        BitSet trained = new BitSet();
        for (int t = 0; t < size(); t++) {
            Arrays.stream(allotment.train(t).indices()).forEach(trained::set);
        }
        return Moments.of(dataset.train(), trained.stream().toArray());
    }

    /** The labels that are a task's own, also of one that comes after the last, see {@link ImageStreamSpec#firstTasks}. */
    public int[] labels(int task) {
        return plan.labels(task);
    }

    /** The part of the data set that all tasks' {@link ImageTask#test} is in. */
    public Part examinedPart() {
        return stock.examinedPart();
    }

    /**
     * Where the shots come from: the origin of the data set's official lists, or {@code seed}; empty if this is no
     * few-shot stream.
     */
    public Optional<String> shotsOrigin() {
        return spec.fewShot().map(fewShot -> spec.officialShots(dataset).map(ShotLists::origin).orElse("seed"));
    }

    @Override
    public int size() {
        return spec.length();
    }

    /**
     * {@inheritDoc}
     *
     * <p>With {@link Split#CLASSES}, labels are places in the class order, so a task's own follow those of the task
     * before; with {@link Split#SUPERCLASSES} they are numbers of superclasses; otherwise every task has all labels.
     */
    @Override
    public ImageTask task(int index) {
        Objects.checkIndex(index, size());
        ExampleSet train = allotment.train(index);
        boolean memory = spec.variation() instanceof Relabelled;
        Optional<Blur> blur = spec.variation() instanceof Blurry blurry ? Optional.of(blurry.blur()) : Optional.empty();
        int[] own = plan.labels(index);
        int[] classes = memory || blur.isPresent() ? distinct(train.labels()) : own;
        return new ImageTask(
                index,
                name(index),
                classes,
                memory ? classes : own,
                train,
                memory ? train : allotment.test(index),
                pixels(index),
                blur.filter(law -> law.kind() == Blur.Kind.SIGMOID).isPresent());
    }

    /** Each of some labels once, ascending. */
    private static int[] distinct(int[] labels) {
        BitSet present = new BitSet();
        for (int label : labels) {
            present.set(label);
        }
        return present.stream().toArray();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Taken over the declaration, the data set's digest, the class order and every task's examples, labels and pixel
     * map; the seed counts only by what it changes. Computed on the first call.
     */
    @Override
    public String digest() {
        if (digest.isEmpty()) {
            digest = StreamDigest.of(this);
        }
        return digest;
    }

    /** Whether some task has images that are not as the data set has them. */
    public boolean mapsPixels() {
        return IntStream.range(0, size()).anyMatch(task -> !pixels(task).isIdentity());
    }

    /** What is done to every image of a task, without the rest of it. */
    public PixelMap pixels(int task) {
        if (task == 0) {
            return identity;
        }
        ImageShape shape = dataset.info().shape();
        return switch (spec.split()) {
            case CLASSES, SUPERCLASSES, GROWING, RELABELLED -> identity;
            case PERMUTED -> PixelMap.permutation(
                    RandomStreams.permutation(features() ? shape.size() : shape.plane(), random.get("stream-permutation", task)));
            case ROTATED -> PixelMap.rotation(shape, angle(task));
        };
    }

    private boolean features() {
        return dataset.train().type() == ElementType.FLOAT32;
    }

    private double angle(int task) {
        return spec.variation() instanceof Domains domains ? task * domains.maxAngleOrDefault() / spec.tasks() : 0;
    }

    private String name(int task) {
        return switch (spec.split()) {
            case CLASSES, SUPERCLASSES -> plan.names(task);
            case PERMUTED -> task == 0 ? "as they are" : "permutation " + task;
            case ROTATED -> "turned by " + Math.round(angle(task)) + " degrees";
            case GROWING -> task + 1 == spec.tasks() ? "all" : "the first " + (task + 1) + " of " + spec.tasks() + " parts";
            case RELABELLED -> "labelling " + (task + 1);
        };
    }
}
