package org.palimpsest.datasets.disk.mini;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.decode.ImageSettings.Fit;
import org.palimpsest.datasets.disk.Found;
import org.palimpsest.datasets.disk.IndexLists;
import org.palimpsest.datasets.disk.Layout;

/** How mini-ImageNet lies: as CEC hands it out, or the images of the few-shot protocol by class. */
public final class MiniImagenetLayout implements Layout {
    private static final DatasetCard CARD = new DatasetCard("mini-imagenet", "mini-ImageNet, 500 training and 100 test images a class",
            "ImageNet's terms: non-commercial research and education", "https://github.com/icoz69/CEC-CVPR2021 (Google Drive)", 100, 50_000, 10_000,
            "images, 84 by default", "miniimagenet, mini-imagenet or MINI-ImageNet, either with images, split/train.csv and "
                    + "split/test.csv, or with a folder for each class, index_list/session_1.txt ... and index_list/test_1.txt ...; few-shot "
                    + "lists in index_list/mini_imagenet beside it", true, false, false);

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        ImageSettings settings = new ImageSettings(name.size().orElse(84), Fit.CROP, 3);
        return Stream.of("miniimagenet", "mini-imagenet", "mini_imagenet", "MINI-ImageNet", "")
                .map(root::resolve)
                .flatMap(folder -> found(folder, settings).stream())
                .findFirst();
    }

    private static Optional<Found> found(Path folder, ImageSettings settings) {
        if (Files.isRegularFile(folder.resolve("split").resolve("train.csv")) && Files.isDirectory(folder.resolve("images"))) {
            return Optional.of(new ListedBySplit(folder, settings));
        }
        // of the lists only those whose images are here, since lists of several data sets lie in folders of this name
        return IndexLists.in(folder.resolve("index_list"))
                .filter(lists -> ListedBySession.depth(folder, lists.lines(1).get(0)) > 0)
                .map(lists -> new ListedBySession(folder, lists, settings));
    }
}
