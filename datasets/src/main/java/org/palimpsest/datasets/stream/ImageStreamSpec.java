package org.palimpsest.datasets.stream;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ShotLists;

/**
 * The declaration of a stream over an image data set, as its YAML file gives it: what such streams have in common, and the
 * {@link Variation} that is their scenario's own.
 *
 * @param id its name, in lower-case letters, digits and hyphens
 * @param version at least 1; counts changes of the declaration
 * @param scenario what changes from task to task and what a learner is told
 * @param dataset the name of the data set in the {@link Catalogue}
 * @param tasks how many tasks, at least 1; with {@link Split#CLASSES} and neither base nor increments a divisor of the number of classes,
 *     with {@link Split#SUPERCLASSES} the number of classes of each superclass
 * @param split how the data set is cut into tasks
 * @param classOrder where the order of the classes is taken from
 * @param examplesPerTask training examples drawn for each task from the seed, stratified by class; all if absent.
 *     Drawn once for all tasks with {@link Split#RELABELLED} and {@link Split#GROWING}, there for the last of them;
 *     not with few-shot and blurry streams
 * @param testPerTask test examples drawn for each task from the seed, stratified by class; all if absent
 * @param classOrderFile only with {@link ClassOrder#FILE}, and needed there: a path to a file of one class a line, by
 *     name or index, each class once, with {@code #} before a comment; relative to the working directory
 * @param variation what only streams of its scenario say
 * @param imbalance makes later classes rarer in training
 * @param labelNoise makes labels wrong in training
 * @param validation above 0 and at most 0.5: the share of every class's training images, drawn from the seed, that is
 *     taken out of training and examined in place of the test images, so that nothing is selected by test data. It is
 *     taken before any imbalance and whichever the tasks. Of the new classes of a few-shot stream it is taken from the
 *     images that are no shots, since shots are all that a learner has; a class with nothing but shots is not examined
 * @param perClass leaves fewer examples of every class, after validation and imbalance have taken theirs
 * @param firstTasks from 1 to tasks: the stream ends after so many of its tasks, which are as they would be in the whole of it; all if absent
 */
public record ImageStreamSpec(
        String id,
        int version,
        Scenario scenario,
        String dataset,
        int tasks,
        Split split,
        ClassOrder classOrder,
        OptionalInt examplesPerTask,
        OptionalInt testPerTask,
        Optional<String> classOrderFile,
        Variation variation,
        Optional<Imbalance> imbalance,
        Optional<LabelNoise> labelNoise,
        OptionalDouble validation,
        Optional<PerClass> perClass,
        OptionalInt firstTasks)
        implements StreamSpec {
    /**
     * Checks that no component is null; whether they make sense is for {@link #check} to say.
     *
     * @throws IllegalArgumentException if the variation is of another scenario
     */
    public ImageStreamSpec {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(classOrder, "classOrder");
        Objects.requireNonNull(examplesPerTask, "examplesPerTask");
        Objects.requireNonNull(testPerTask, "testPerTask");
        Objects.requireNonNull(classOrderFile, "classOrderFile");
        Objects.requireNonNull(variation, "variation");
        Objects.requireNonNull(imbalance, "imbalance");
        Objects.requireNonNull(labelNoise, "labelNoise");
        Objects.requireNonNull(validation, "validation");
        Objects.requireNonNull(perClass, "perClass");
        Objects.requireNonNull(firstTasks, "firstTasks");
        if (!scenario.parts().contains(variation.getClass())) {
            throw new IllegalArgumentException(variation + " is no part of a " + scenario.id() + " stream");
        }
    }

    /** A declaration without anything that all scenarios leave out. */
    public ImageStreamSpec(String id, int version, Scenario scenario, String dataset, int tasks, Split split, ClassOrder classOrder,
            Variation variation) {
        this(id, version, scenario, dataset, tasks, split, classOrder, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(),
                variation, Optional.empty(), Optional.empty(), OptionalDouble.empty(), Optional.empty(), OptionalInt.empty());
    }

    /** The same declaration with a share of the training images held out. */
    public ImageStreamSpec withValidation(double share) {
        return new ImageStreamSpec(id, version, scenario, dataset, tasks, split, classOrder, examplesPerTask, testPerTask,
                classOrderFile, variation, imbalance, labelNoise, OptionalDouble.of(share), perClass, firstTasks);
    }

    /** The same declaration, ended after its first tasks. */
    public ImageStreamSpec withFirstTasks(int count) {
        return new ImageStreamSpec(id, version, scenario, dataset, tasks, split, classOrder, examplesPerTask, testPerTask,
                classOrderFile, variation, imbalance, labelNoise, validation, perClass, OptionalInt.of(count));
    }

    /** How many tasks the stream has: all, or the first. */
    public int length() {
        return firstTasks.orElse(tasks);
    }

    /**
     * Finds everything that is wrong with this declaration over a data set, as far as can be said without its images.
     *
     * @param info the data set it names
     * @param problems told of it, at the place that the declaration was read from
     */
    public void check(DatasetInfo info, Problems problems) {
        new ImageStreamRules(this, info, problems).check();
        variation.check(this, info, problems);
    }

    /**
     * Finds everything that is wrong with this declaration over a data set whose images are at hand, but for what the seed
     * decides.
     *
     * @param dataset the data set it names
     * @param problems told of it, at the place that the declaration was read from
     */
    public void check(ImageDataset dataset, Problems problems) {
        int before = problems.count();
        check(dataset.info(), problems);
        if (problems.count() == before) {
            new DataRules(this, dataset, problems).check();
        }
    }

    /**
     * SHA-256 of this definition over a data set, whatever the seed. Defaults count as if written out, and a
     * class-order file and official shots by what they say rather than by where they are.
     *
     * @param data the data set
     * @return 64 hexadecimal digits
     * @throws DatasetException if the class-order file cannot be read
     */
    public String digest(ImageDataset data) {
        StringBuilder text = new StringBuilder("palimpsest image stream definition 1\n")
                .append("id=").append(id)
                .append("\nversion=").append(version)
                .append("\nscenario=").append(scenario.id())
                .append("\ndataset=").append(dataset)
                .append("\ndatasetSha256=").append(data.sha256())
                .append("\ntasks=").append(tasks)
                .append("\nsplit=").append(split.id())
                .append("\nclassOrder=").append(classOrder.id());
        orderFile().ifPresent(file -> text.append("\nclasses=").append(String.join("\t", file.entries())));
        examplesPerTask.ifPresent(count -> text.append("\nexamplesPerTask=").append(count));
        testPerTask.ifPresent(count -> text.append("\ntestPerTask=").append(count));
        text.append(variation.definition(this, data));
        imbalance.ifPresent(i -> text.append("\nimbalance=").append(word(i.kind()))
                .append("\nimbalanceRatio=").append(i.ratio()));
        labelNoise.ifPresent(n -> text.append("\nlabelNoise=").append(word(n.kind()))
                .append("\nlabelNoiseRate=").append(n.rate()));
        validation.ifPresent(share -> text.append("\nvalidation=").append(share));
        perClass.ifPresent(most -> {
            most.train().ifPresent(count -> text.append("\nperClassTrain=").append(count));
            most.test().ifPresent(count -> text.append("\nperClassTest=").append(count));
        });
        firstTasks.ifPresent(count -> text.append("\nfirstTasks=").append(count));
        return DigestUtils.sha256Hex(text.append('\n').toString());
    }

    /** How many labels there are over all tasks of the stream, if it is made from that data set. */
    public int labelCount(DatasetInfo info) {
        return split == Split.SUPERCLASSES ? groups(info).orElseThrow().names().size() : variation.labelCount(info);
    }

    /** The superclasses: those that the declaration makes, or else the data set's own. */
    Optional<ClassGroups> groups(DatasetInfo info) {
        return variation.groups().map(lists -> new GroupLists(lists).of(info)).or(info::groups);
    }

    /**
     * Whether the class of an example alone tells its label, task and part, as in the first streams there were, whose
     * digests are kept as they are.
     */
    boolean plain() {
        boolean byClass = variation instanceof NewClasses || variation instanceof Domains && split != Split.SUPERCLASSES;
        return byClass && imbalance.isEmpty() && labelNoise.isEmpty() && validation.isEmpty() && perClass.isEmpty();
    }

    /** With {@link Split#CLASSES}, how many classes tasks have: each size that occurs, at least once. */
    IntStream taskSizes(int classes) {
        int first = firstClasses(classes);
        return variation.increments().map(sizes -> sizes.stream().mapToInt(Integer::intValue))
                .orElseGet(() -> tasks == 1 ? IntStream.of(first) : IntStream.of(first, laterClasses(classes)));
    }

    private int firstClasses(int classes) {
        return variation.firstClasses().orElse(classes / tasks);
    }

    private int laterClasses(int classes) {
        return (classes - firstClasses(classes)) / (tasks - 1);
    }

    /**
     * With {@link Split#CLASSES}, where tasks begin in the class order: task t has the classes from place
     * {@code start(t, classes)} to the place before {@code start(t + 1, classes)}.
     */
    int start(int task, int classes) {
        if (task == 0) {
            return 0;
        }
        return variation.increments().map(sizes -> sizes.stream().limit(task).mapToInt(Integer::intValue).sum())
                .orElseGet(() -> firstClasses(classes) + (task == 1 ? 0 : (task - 1) * laterClasses(classes)));
    }

    /** The class-order file, where one is used. */
    Optional<ClassOrderFile> orderFile() {
        return classOrder == ClassOrder.FILE ? classOrderFile.flatMap(UserPath::parse).map(ClassOrderFile::new) : Optional.empty();
    }

    /** What makes it a few-shot stream, if it is one. */
    Optional<FewShot> fewShot() {
        return variation instanceof FewShot fewShot ? Optional.of(fewShot) : Optional.empty();
    }

    /** The official shots, where they are used. */
    Optional<ShotLists> officialShots(ImageDataset data) {
        return fewShot().flatMap(fewShot -> fewShot.officialShots(this, data));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
