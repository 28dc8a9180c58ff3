package org.palimpsest.datasets.disk.folders;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.disk.ClassFolders;
import org.palimpsest.datasets.disk.ImageFiles;

/** Images in folders by class alone: of every class, in the order of their names, each fifth is a test image. */
final class OneFolder extends ImageFiles {
    private static final int TEST_EVERY = 5;

    OneFolder(Path folder, ImageSettings settings) {
        super(folder, settings);
    }

    @Override
    protected Listing list() {
        List<String> names = new ArrayList<>();
        List<ImageFile> train = new ArrayList<>();
        List<ImageFile> test = new ArrayList<>();
        List<Path> classes = Parts.classes(folder());
        List<List<Path>> all = ClassFolders.images(classes);
        for (Path own : classes) {
            List<Path> images = all.get(names.size());
            if (images.size() < TEST_EVERY) {
                throw new DatasetException(own.toString(), "holds " + images.size() + " of the " + TEST_EVERY
                        + " or more images that a class needs, since each fifth is a test image. Else part them into the folders train "
                        + "and test");
            }
            for (int i = 0; i < images.size(); i++) {
                (i % TEST_EVERY == TEST_EVERY - 1 ? test : train).add(new ImageFile(images.get(i), names.size()));
            }
            names.add(own.getFileName().toString());
        }
        return new Listing(List.of(), names, train, test);
    }
}
