package org.palimpsest.datasets.disk.folders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.decode.ImageSettings.Fit;
import org.palimpsest.datasets.disk.Found;
import org.palimpsest.datasets.disk.Layout;

/** How images of the user's own lie. */
public final class ImageFolderLayout implements Layout {
    private static final DatasetCard CARD = new DatasetCard("image-folder", "Images of your own", "your own", "a folder on this machine", 0, 0, 0,
            "images, 64 by default", "the folder NAME (or a path) with train/CLASS/* and test/CLASS/* (or val, valid, validation), or with "
                    + "CLASS/*, where of every class each fifth image by name is a test image", true, true, false);

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        ImageSettings settings = new ImageSettings(name.size().orElse(64), Fit.CROP, 3);
        Path which = name.path();
        return Stream.concat(Stream.of(root.resolve(which)), Stream.of(root).filter(folder -> folder.endsWith(which)))
                .map(folder -> folder.toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .findFirst()
                .map(folder -> found(folder, settings));
    }

    private static Found found(Path folder, ImageSettings settings) {
        return Parts.in(folder).<Found>map(parts -> new TwoFolders(folder, parts, settings)).orElseGet(() -> new OneFolder(folder, settings));
    }
}
