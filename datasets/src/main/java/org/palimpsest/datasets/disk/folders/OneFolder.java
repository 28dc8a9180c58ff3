package org.palimpsest.datasets.disk.folders;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.disk.ClassFolders;
import org.palimpsest.datasets.disk.PictureFiles;
import org.palimpsest.datasets.pictures.PictureSettings;

/** Pictures in folders by class alone: of every class, in the order of their names, each fifth is a test picture. */
final class OneFolder extends PictureFiles {

    private static final int TEST_EVERY = 5;

    OneFolder(Path folder, PictureSettings settings) {
        super(folder, settings);
    }

    @Override
    protected Listing list() {
        List<String> names = new ArrayList<>();
        List<PictureFile> train = new ArrayList<>();
        List<PictureFile> test = new ArrayList<>();
        for (Path own : ClassFolders.in(folder())) {
            List<Path> pictures = ClassFolders.pictures(own);
            if (pictures.size() < TEST_EVERY) {
                throw new DatasetException(own.toString(), "holds " + pictures.size() + " of the " + TEST_EVERY
                        + " or more pictures that a class needs, since each fifth is a test picture. Else part them into the folders train "
                        + "and test");
            }
            for (int i = 0; i < pictures.size(); i++) {
                (i % TEST_EVERY == TEST_EVERY - 1 ? test : train).add(new PictureFile(pictures.get(i), names.size()));
            }
            names.add(own.getFileName().toString());
        }
        if (names.isEmpty()) {
            throw new DatasetException(folder().toString(), "holds no folders of classes");
        }
        return new Listing(List.of(), names, train, test);
    }
}
