package org.palimpsest.datasets.disk.folders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.disk.Found;
import org.palimpsest.datasets.disk.Layout;
import org.palimpsest.datasets.pictures.PictureSettings;
import org.palimpsest.datasets.pictures.PictureSettings.Fit;

/** How pictures of the user's own lie. */
public final class ImageFolderLayout implements Layout {

    private static final DatasetCard CARD = new DatasetCard("image-folder", "Pictures of your own", "your own", "a folder on this machine", 0, 0, 0,
            "pictures, 64 by default", "the folder NAME (or a path) with train/CLASS/* and test/CLASS/*, or with CLASS/*, where of every "
                    + "class each fifth picture by name is a test picture", true, true, false);

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        PictureSettings settings = new PictureSettings(name.size().orElse(64), Fit.CROP, 3);
        String which = name.argument().orElseThrow();
        return Stream.concat(Stream.of(root.resolve(which)), Stream.of(root).filter(folder -> folder.endsWith(which)))
                .map(folder -> folder.toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .findFirst()
                .map(folder -> found(folder, settings));
    }

    private static Found found(Path folder, PictureSettings settings) {
        boolean parted = Files.isDirectory(folder.resolve("train")) && Files.isDirectory(folder.resolve("test"));
        return parted ? new TwoFolders(folder, "train", "test", settings) : new OneFolder(folder, settings);
    }
}
