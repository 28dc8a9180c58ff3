package org.palimpsest.datasets.disk.omniglot;

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

/** How Omniglot's archives or what they unpack to lie. The two small background sets count only where the whole is not there. */
public final class OmniglotLayout implements Layout {
    private static final List<String> WHOLE = List.of("images_background", "images_evaluation");
    private static final List<String> SMALL = List.of("images_background_small1", "images_background_small2");
    private static final DatasetCard CARD = new DatasetCard("omniglot", "Omniglot", "MIT",
            "https://github.com/brendenlake/omniglot; light on dark, and of each "
                    + "character the drawings by people 1 to 15 are for training, those by 16 to 20 for testing", 1_623, 24_345, 8_115,
            "drawings, 28 by default, grey", "omniglot, omniglot-py or omniglot/python (images_background.zip, images_evaluation.zip or the "
                    + "folders of these names; else images_background_small1 and images_background_small2)", true, false, false);

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        ImageSettings settings = new ImageSettings(name.size().orElse(28), Fit.CROP, 1);
        return Stream.of("omniglot", "omniglot-py", "omniglot/python", "")
                .map(root::resolve)
                .flatMap(folder -> sources(folder).map(sources -> new OmniglotFiles(folder, sources, settings)).stream())
                .map(Found.class::cast)
                .findFirst();
    }

    private static Optional<List<Path>> sources(Path folder) {
        return Stream.of(WHOLE, SMALL)
                .map(names -> names.stream().flatMap(name -> source(folder, name).stream()).toList())
                .filter(sources -> !sources.isEmpty())
                .findFirst();
    }

    private static Optional<Path> source(Path folder, String name) {
        return Stream.of(folder.resolve(name + ".zip"), folder.resolve(name)).filter(Files::exists).findFirst();
    }
}
