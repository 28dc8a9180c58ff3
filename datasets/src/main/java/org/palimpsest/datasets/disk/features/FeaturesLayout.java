package org.palimpsest.datasets.disk.features;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.disk.Found;
import org.palimpsest.datasets.disk.Layout;

/** How features of the user's own lie. */
public final class FeaturesLayout implements Layout {
    private static final DatasetCard CARD = new DatasetCard("features", "Features of your own", "your own", "a file on this machine", 0, 0, 0,
            "rows of floating-point numbers", "NAME.npz, or the folder NAME (or a path) of .npy files, with the arrays X_train, y_train, X_test "
                    + "and y_test; or features, labels and split, which is 0 for training and 1 for test", false, true, false);

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        Path which = name.path();
        return Stream.of(root.resolve(which.resolveSibling(which.getFileName() + ".npz")), root.resolve(which))
                .filter(path -> Files.isDirectory(path) ? hasArrays(path) : Files.isRegularFile(path))
                .findFirst()
                .map(path -> new FeatureFiles(path.normalize()));
    }

    private static boolean hasArrays(Path folder) {
        return Files.exists(folder.resolve("X_train.npy")) || Files.exists(folder.resolve("features.npy"));
    }
}
