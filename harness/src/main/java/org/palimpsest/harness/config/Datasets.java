package org.palimpsest.harness.config;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ImageDataset;
import org.palimpsest.datasets.InvalidInputException;

/** The catalogue, with every data set loaded at most once. */
@Singleton
public final class Datasets {
    private final Catalogue catalogue;
    private final Map<String, ImageDataset> loaded = new HashMap<>();

    /** Data sets of a catalogue. */
    @Inject
    public Datasets(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The catalogue. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * A data set by name.
     *
     * @throws InvalidInputException if the catalogue has none of that name
     * @throws DatasetException if it is not on this machine or damaged
     */
    public ImageDataset load(String name) {
        return loaded.computeIfAbsent(name, catalogue::load);
    }
}
