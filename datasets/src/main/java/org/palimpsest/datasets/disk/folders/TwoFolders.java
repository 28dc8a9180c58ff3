package org.palimpsest.datasets.disk.folders;

import java.nio.file.Path;
import java.util.List;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.disk.ClassFolders;
import org.palimpsest.datasets.disk.ImageFiles;

/** Images in folders by part and class. */
final class TwoFolders extends ImageFiles {
    private final Path train;
    private final Path test;

    TwoFolders(Path folder, String train, String test, ImageSettings settings) {
        super(folder, settings);
        this.train = folder.resolve(train);
        this.test = folder.resolve(test);
    }

    @Override
    protected Listing list() {
        List<String> names = names(train);
        List<String> tested = names(test);
        if (names.isEmpty()) {
            throw new DatasetException(train.toString(), "holds no folders of classes");
        }
        if (!names.equals(tested)) {
            List<String> untested = names.stream().filter(name -> !tested.contains(name)).toList();
            List<String> untrained = tested.stream().filter(name -> !names.contains(name)).toList();
            throw new DatasetException(test.toString(), "does not have the classes of " + train + ": without "
                    + first(untested) + ", but with " + first(untrained));
        }
        return new Listing(List.of(), names, ClassFolders.images(train, names, ""), ClassFolders.images(test, names, ""));
    }

    private static String first(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names.subList(0, Math.min(10, names.size())))
                + (names.size() > 10 ? " and " + (names.size() - 10) + " more" : "");
    }

    private static List<String> names(Path folder) {
        return ClassFolders.in(folder).stream().map(own -> own.getFileName().toString()).toList();
    }
}
