package org.palimpsest.datasets.embedded;

import java.util.List;
import java.util.function.Function;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * Images among Palimpsest's own resources.
 *
 * @param info what they are
 * @param files where they are
 * @param names the files that they are read from
 * @param decode reads both parts
 */
record EmbeddedImages(DatasetInfo info, EmbeddedFiles files, List<String> names, Function<EmbeddedFiles, Parts> decode)
        implements DatasetSource {

    /** What files hold. */
    record Parts(LabelledImages train, LabelledImages test) {}

    @Override
    public DatasetCard card() {
        return info.embeddedCard();
    }

    @Override
    public DatasetState state(DatasetName name) {
        return DatasetState.embedded();
    }

    @Override
    public ImageDataset load(DatasetName name) {
        Parts parts = decode.apply(files);
        return new ImageDataset(info, parts.train, parts.test, files.digest(names));
    }
}
