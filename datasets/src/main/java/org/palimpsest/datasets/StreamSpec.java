package org.palimpsest.datasets;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The declaration of a stream over an image data set, as its YAML file gives it.
 *
 * @param id its name, in lower-case letters, digits and hyphens
 * @param version at least 1; counts changes of the declaration
 * @param scenario what changes from task to task and what a learner is told
 * @param dataset the name of the data set in the {@link Catalogue}
 * @param tasks how many tasks, at least 1; with {@link Split#CLASSES} a divisor of the number of classes
 * @param split how the data set is cut into tasks
 * @param classOrder where the order of the classes is taken from
 * @param examplesPerTask training examples drawn for each task from the seed, stratified by class; all if absent
 * @param testPerTask test examples drawn for each task from the seed, stratified by class; all if absent
 * @param maxAngle only with {@link Split#ROTATED}, in degrees, above 0 and at most 360, by default 180: task t turns
 *     images by t * maxAngle / tasks, so the first not at all and none by the whole of it
 * @param classOrderFile only with {@link ClassOrder#FILE}, and needed there: a path to a file of one class a line, by
 *     name or index, each class once, with {@code #} before a comment; relative to the working directory
 */
public record StreamSpec(
        String id,
        int version,
        Scenario scenario,
        String dataset,
        int tasks,
        Split split,
        ClassOrder classOrder,
        OptionalInt examplesPerTask,
        OptionalInt testPerTask,
        OptionalDouble maxAngle,
        Optional<String> classOrderFile) {

    private static final double HALF_TURN = 180;

    /** Checks that no component is null; whether they make sense is for {@link #problems} to say. */
    public StreamSpec {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(classOrder, "classOrder");
        Objects.requireNonNull(examplesPerTask, "examplesPerTask");
        Objects.requireNonNull(testPerTask, "testPerTask");
        Objects.requireNonNull(maxAngle, "maxAngle");
        Objects.requireNonNull(classOrderFile, "classOrderFile");
    }

    /**
     * Everything that is wrong with this declaration over a data set.
     *
     * @param source where the declaration was read from, to show
     * @param info the data set it names
     * @return the problems, or none
     */
    public List<Problem> problems(String source, DatasetInfo info) {
        return new StreamRules(source, this, info).problems();
    }

    /**
     * SHA-256 of this definition over a data set, whatever the seed. Defaults count as if written out, and a
     * class-order file by what it says rather than by its path.
     *
     * @param datasetSha256 the digest of the data set
     * @return 64 hexadecimal digits
     * @throws DatasetException if the class-order file cannot be read
     */
    public String digest(String datasetSha256) {
        StringBuilder text = new StringBuilder("palimpsest image stream definition 1\n")
                .append("id=").append(id)
                .append("\nversion=").append(version)
                .append("\nscenario=").append(scenario.id())
                .append("\ndataset=").append(dataset)
                .append("\ndatasetSha256=").append(datasetSha256)
                .append("\ntasks=").append(tasks)
                .append("\nsplit=").append(split.id())
                .append("\nclassOrder=").append(classOrder.id());
        orderFile().ifPresent(file -> text.append("\nclasses=").append(String.join("\t", file.entries())));
        examplesPerTask.ifPresent(count -> text.append("\nexamplesPerTask=").append(count));
        testPerTask.ifPresent(count -> text.append("\ntestPerTask=").append(count));
        if (split == Split.ROTATED) {
            text.append("\nmaxAngle=").append(maxAngleOrDefault());
        }
        return Sha256.of(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The largest angle in degrees, as given or by default. */
    public double maxAngleOrDefault() {
        return maxAngle.orElse(HALF_TURN);
    }

    /** How many classes every task has. */
    int classesPerTask(int classes) {
        return split == Split.CLASSES ? classes / tasks : classes;
    }

    /** The class-order file, where one is used. */
    Optional<ClassOrderFile> orderFile() {
        return classOrder == ClassOrder.FILE ? classOrderFile.map(Path::of).map(ClassOrderFile::new) : Optional.empty();
    }
}
