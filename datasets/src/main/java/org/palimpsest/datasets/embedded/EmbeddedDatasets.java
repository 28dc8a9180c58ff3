package org.palimpsest.datasets.embedded;

import java.util.List;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetSource;

/** The data sets that need no file of the user's. */
public final class EmbeddedDatasets {
    private EmbeddedDatasets() {}

    /** All of them: images, then instructions, the larger first. */
    public static List<DatasetSource> sources() {
        EmbeddedFiles files = EmbeddedFiles.packaged();
        return List.of(FashionMnistCompact.in(files), Digits.in(files), Clinc150.in(files), Banking77.in(files));
    }

    /** A catalogue of them alone. */
    public static Catalogue catalogue() {
        return new Catalogue(sources());
    }
}
