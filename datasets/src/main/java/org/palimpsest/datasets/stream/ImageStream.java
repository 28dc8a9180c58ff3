package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Part;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
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
    private final ExamplePool train;
    private final ExamplePool test;
    private final Allotment allotment;
    private final PixelMap identity;
    private volatile String digest = "";

    private ImageStream(ImageStreamSpec spec, ImageDataset dataset, RandomStreams random) {
        this.spec = spec;
        this.dataset = dataset;
        this.random = random;
        this.plan = new ClassPlan(spec, dataset.info(), random);
        Holdout holdout = Holdout.of(spec, dataset, plan, random);
        int[][] kept = spec.imbalance()
                .map(law -> law.thin(holdout.kept(), plan.order(), c -> random.get("stream-imbalance", c)))
                .orElse(holdout.kept());
        int[][] examined = examinedPart() == Part.TRAIN
                ? holdout.heldOut()
                : ExamplePool.byClass(dataset.test(), dataset.info().classes());
        PerClass most = spec.perClass().orElse(new PerClass(OptionalInt.empty(), OptionalInt.empty()));
        kept = PerClass.thin(kept, most.train(), c -> random.get("stream-train-of-class", c));
        examined = PerClass.thin(examined, most.test(), c -> random.get("stream-test-of-class", c));
        this.train = new ExamplePool(kept, spec.examplesPerTask(), task -> random.get("stream-train", task));
        this.test = new ExamplePool(examined, spec.testPerTask(), task -> random.get("stream-test", task));
        this.identity = PixelMap.identity(dataset.info().shape());
        Problems shortages = new Problems();
        shortages(shortages.at(source(spec)));
        shortages.throwIfAny();
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
        spec.check(dataset, problems.at(source(spec)));
        problems.throwIfAny();
        return new ImageStream(spec, dataset, random);
    }

    private static String source(ImageStreamSpec spec) {
        return "stream " + spec.id();
    }

    private Allotment allotment() {
        ClassExamples training =
                new ClassExamples(Part.TRAIN, dataset.train(), train, plan, spec.labelNoise(), random);
        Part part = examinedPart();
        LabelledImages images = part == Part.TRAIN ? dataset.train() : dataset.test();
        ClassExamples examined = new ClassExamples(part, images, test, plan, Optional.empty(), random);
        Variation variation = spec.variation();
        if (variation instanceof FewShot fewShot) {
            return new FewShotAllotment(training, examined, plan, fewShot.shots().count(), spec.officialShots(dataset), random);
        }
        if (variation instanceof Blurry blurry) {
            return new BlurredAllotment(training, examined, dataset.train().size(),
                    new Blurring(plan, train, size(), random).tasks(blurry.blur()));
        }
        if (variation instanceof Relabelled) {
            return new RelabelledAllotment(train.examples(0, plan.datasetClasses(0)), plan.labels(), random);
        }
        return spec.split() == Split.GROWING
                ? new GrowingAllotment(training, examined, plan, size(), random)
                : new ClassAllotment(training, examined);
    }

    /** What the seed decides: classes may differ in size, so the whole of a data set does not tell what a task has. */
    private void shortages(Problems problems) {
        shortage("examplesPerTask", spec.examplesPerTask(), train, problems);
        shortage("testPerTask", spec.testPerTask(), test, problems);
        if (spec.officialShots(dataset).isEmpty()) {
            spec.fewShot().ifPresent(fewShot -> shortage(fewShot.shots(), problems));
        }
    }

    private void shortage(Shots shots, Problems problems) {
        int smallest = IntStream.range(1, size()).flatMap(t -> Arrays.stream(plan.datasetClasses(t)))
                .map(c -> train.ofClass(c).length).min().orElse(shots.count());
        if (shots.count() > smallest) {
            problems.add("shots.count", shots.count(), "is more than the " + smallest
                    + " training examples of the smallest new class");
        }
    }

    private void shortage(String key, OptionalInt perTask, ExamplePool pool, Problems problems) {
        perTask.ifPresent(count -> {
            int smallest = IntStream.range(0, size()).map(t -> pool.available(plan.datasetClasses(t))).min().orElseThrow();
            if (count > smallest) {
                problems.add(key, count, "is more than the " + smallest + " examples of the smallest task");
            }
        });
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

    /** The part of the data set that all tasks' {@link ImageTask#test} is in. */
    public Part examinedPart() {
        return spec.validation().isPresent() || spec.variation() instanceof Relabelled ? Part.TRAIN : Part.TEST;
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
        return spec.tasks();
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
        int[] classes = memory || blur.isPresent() ? Arrays.stream(train.labels()).distinct().sorted().toArray() : own;
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

    private PixelMap pixels(int task) {
        if (task == 0) {
            return identity;
        }
        ImageShape shape = dataset.info().shape();
        return switch (spec.split()) {
            case CLASSES, SUPERCLASSES, GROWING, RELABELLED -> identity;
            case PERMUTED -> PixelMap.permutation(
                    RandomStreams.permutation(shape.plane(), random.get("stream-permutation", task)));
            case ROTATED -> PixelMap.rotation(shape, angle(task));
        };
    }

    private double angle(int task) {
        return spec.variation() instanceof Domains domains ? task * domains.maxAngleOrDefault() / size() : 0;
    }

    private String name(int task) {
        return switch (spec.split()) {
            case CLASSES, SUPERCLASSES -> plan.names(task);
            case PERMUTED -> task == 0 ? "as they are" : "permutation " + task;
            case ROTATED -> "turned by " + Math.round(angle(task)) + " degrees";
            case GROWING -> task + 1 == size() ? "all" : "the first " + (task + 1) + " of " + size() + " parts";
            case RELABELLED -> "labelling " + (task + 1);
        };
    }
}
