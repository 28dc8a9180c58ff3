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

/** How Tiny ImageNet lies. Its test part has no labels, so that the field tests on its validation part; so do we. */
public final class TinyImagenetLayout implements Layout {
    private static final DatasetCard CARD = new DatasetCard("tiny-imagenet", "Tiny ImageNet",
            "ImageNet's terms: non-commercial research and education",
            "https://cs231n.stanford.edu/tiny-imagenet-200.zip; the validation part is the test part", 200, 100_000, 10_000,
            "images, 64 by default", "tiny-imagenet-200 (wnids.txt, words.txt, train/*/images, val/images and val/val_annotations.txt, or val/WNID/*)",
            true, false, false);

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        ImageSettings settings = new ImageSettings(name.size().orElse(64), Fit.CROP, 3);
        return Stream.of(root.resolve("tiny-imagenet-200"), root)
                .filter(folder -> Files.isRegularFile(folder.resolve("wnids.txt")) && Files.isDirectory(folder.resolve("train")))
                .findFirst()
                .map(folder -> new TinyImagenetFiles(folder, settings));
    }
}
