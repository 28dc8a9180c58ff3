package org.palimpsest.datasets.disk.folders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.decode.ImageSettings.Fit;
import org.palimpsest.datasets.disk.Found;
import org.palimpsest.datasets.disk.Layout;

/** How the classes of ImageNet lie that the field picks for class-incremental learning; classes are in the order of their ids. */
public final class ImagenetSubsetLayout implements Layout {
    private static final List<String> FOLDERS = List.of("imagenet-subset", "imagenet100", "imagenet-100");
    private static final List<String> VALIDATION = List.of("val", "valid", "validation");
    private static final DatasetCard CARD = new DatasetCard("imagenet-subset", "ImageNet, 100 of its classes",
            "ImageNet's terms: non-commercial research and education", "https://image-net.org, ILSVRC 2012; the validation part is the test part",
            100, 0, 5_000, "images, 64 by default (larger ones soon exceed 2 GiB)",
            "imagenet-subset, imagenet100 or imagenet-100 (train/WNID/*.JPEG, val/WNID/*.JPEG)", true, false, false);

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        ImageSettings settings = new ImageSettings(name.size().orElse(64), Fit.CROP, 3);
        Stream<Path> itself = Stream.of(root).filter(folder -> FOLDERS.stream().anyMatch(folder::endsWith));
        return Stream.concat(FOLDERS.stream().map(root::resolve), itself)
                .filter(Files::isDirectory)
                .flatMap(folder -> Parts.in(folder, VALIDATION).map(parts -> new TwoFolders(folder, parts, settings)).stream())
                .map(Found.class::cast)
                .findFirst();
    }
}
