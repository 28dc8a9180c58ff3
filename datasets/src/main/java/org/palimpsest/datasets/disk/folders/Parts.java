package org.palimpsest.datasets.disk.folders;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.disk.ClassFolders;

/**
 * The folders of a data set's two parts, found by the names that the field gives them.
 *
 * @param train that of the training images
 * @param test that of the test images
 */
record Parts(Path train, Path test) {
    private static final Logger LOG = System.getLogger(Parts.class.getName());
    private static final List<String> TRAINING = List.of("train", "training");
    private static final List<String> TESTING = List.of("test", "testing", "val", "valid", "validation");

    /** The parts in a folder, whatever the case of their names; of several that may be the test part, the first that holds folders. */
    static Optional<Parts> in(Path folder) {
        return in(folder, TESTING);
    }

    /** The same with the names of the test part, the preferred one first. */
    static Optional<Parts> in(Path folder, List<String> testing) {
        List<Path> folders = ClassFolders.in(folder);
        List<Path> tests = named(folders, testing);
        Optional<Path> test = tests.stream().filter(own -> !ClassFolders.in(own).isEmpty()).findFirst().or(() -> tests.stream().findFirst());
        return named(folders, TRAINING).stream().findFirst().flatMap(train -> test.map(other -> new Parts(train, other)));
    }

    private static List<Path> named(List<Path> folders, List<String> names) {
        return names.stream().flatMap(name -> folders.stream().filter(folder -> name(folder).toLowerCase(Locale.ROOT).equals(name))).toList();
    }

    private static String name(Path folder) {
        return folder.getFileName().toString();
    }

    /** Says which folders beside the parts are not read. */
    void tellOthers() {
        List<String> others = ClassFolders.in(train.getParent()).stream().filter(other -> !other.equals(train) && !other.equals(test))
                .map(Parts::name).toList();
        if (!others.isEmpty()) {
            LOG.log(Level.WARNING, "{0}: {1} and {2} are read, not {3}", train.getParent(), name(train), name(test), String.join(", ", others));
        }
    }

    /**
     * The folders of classes in a folder.
     *
     * @throws DatasetException if these are none, with the layout that this is nearest to
     */
    static List<Path> classes(Path folder) {
        List<Path> classes = ClassFolders.in(folder);
        List<Path> loose = ClassFolders.loose(folder);
        if (classes.isEmpty()) {
            throw new DatasetException(folder.toString(), loose.isEmpty() ? "holds no folders of classes" : "holds " + loose.size()
                    + (loose.size() == 1 ? " image" : " images") + ", but no folders of classes: put the images of each class into a folder of its name");
        }
        if (!loose.isEmpty()) {
            throw new DatasetException(folder.toString(), loose.size() + (loose.size() == 1 ? " image lies" : " images lie")
                    + " beside the folders of classes, so no class is known of " + name(loose.get(0)) + "; take away what belongs to none");
        }
        List<Path> outer = classes.stream().filter(own -> ClassFolders.loose(own).isEmpty() && !ClassFolders.in(own).isEmpty()).toList();
        for (Path own : named(outer, Stream.concat(TRAINING.stream(), TESTING.stream()).toList())) {
            boolean trains = TRAINING.contains(name(own).toLowerCase(Locale.ROOT));
            throw new DatasetException(folder.toString(), "has the folder " + name(own) + ", but none of the " + (trains ? "test" : "training")
                    + " images: looked for " + String.join(", ", trains ? TESTING : TRAINING) + ". To have each fifth image as a test image, name "
                    + own + " itself");
        }
        if (outer.size() == 1 && classes.size() == 1) {
            throw new DatasetException(folder.toString(), "holds one folder alone, whose folders seem to be the classes (or the parts): name "
                    + outer.get(0));
        }
        if (outer.size() == classes.size() && outer.stream().anyMatch(own -> ClassFolders.in(own).size() > 1)) {
            Path first = outer.stream().filter(own -> ClassFolders.in(own).size() > 1).findFirst().orElseThrow();
            Path inner = ClassFolders.in(first).get(0);
            throw new DatasetException(folder.toString(), "has its images two folders deep, so it is not clear whether '" + name(first) + "' is a class or '"
                    + name(first) + "/" + name(inner) + "': put those of each class into one folder, all these side by side");
        }
        return classes;
    }
}
