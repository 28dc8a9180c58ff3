package org.palimpsest.datasets.disk.cub;

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
import org.palimpsest.datasets.disk.TextFile;

/** How the birds lie; the number of species tells the whole set from its half. */
public final class CubLayout implements Layout {
    private static final String FOLDER = "CUB_200_2011";
    private static final String LICENCE = "non-commercial research and education; images under their owners' terms";
    private static final String ORIGIN = "https://www.vision.caltech.edu/datasets/cub_200_2011/";
    private static final String FILES =
            "CUB_200_2011 (images, images.txt, image_class_labels.txt, train_test_split.txt, classes.txt) of ";

    private final DatasetCard card;
    private final int size;

    private CubLayout(DatasetCard card, int size) {
        this.card = card;
        this.size = size;
    }

    /** That of all 200 species. */
    public static Layout whole() {
        return new CubLayout(new DatasetCard("cub200", "Caltech-UCSD Birds-200-2011", LICENCE, ORIGIN, 200, 5_994, 5_794,
                "images, 224 by default", FILES + "200 species; few-shot lists in cub_fscil_index_list or index_list/cub200 "
                        + "(session_1.txt ...) in it or beside it", true, false, false), 224);
    }

    /** That of half of the species, at 112 pixels a side. */
    public static Layout half() {
        return new CubLayout(new DatasetCard("cub100", "Caltech-UCSD Birds-200-2011, half of its species", LICENCE, ORIGIN
                + ", 100 of the 200 species at 112x112, renumbered", 100, 2_903, 2_999, "images, 112 by default",
                FILES + "100 species", true, false, false), 112);
    }

    @Override
    public DatasetCard card() {
        return card;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        ImageSettings settings = new ImageSettings(name.size().orElse(size), Fit.CROP, 3);
        return Stream.of(root.resolve(FOLDER), root)
                .filter(folder -> Files.isRegularFile(folder.resolve("images.txt")) && Files.isRegularFile(folder.resolve("classes.txt")))
                .filter(folder -> TextFile.lines(folder.resolve("classes.txt")).size() == card.classes())
                .findFirst()
                .map(folder -> new CubFiles(folder, settings));
    }
}
