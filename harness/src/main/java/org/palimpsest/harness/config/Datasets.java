package org.palimpsest.harness.config;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.Dataset;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.datasets.disk.WeightFiles;

/** The catalogue and the pretrained weights, with everything loaded at most once. */
@Singleton
public final class Datasets {
    private final Catalogue catalogue;
    private final WeightFiles files;
    private final Map<String, Dataset> loaded = new HashMap<>();
    private final Map<String, PretrainedWeights> weights = new HashMap<>();

    /** Data sets of a catalogue, and weights of some folders. */
    @Inject
    public Datasets(Catalogue catalogue, WeightFiles files) {
        this.catalogue = catalogue;
        this.files = files;
    }

    /** The catalogue. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * A data set by name.
     *
     * @param kind what it has to be
     * @throws InvalidInputException if the catalogue has none of that name, or it is of another kind
     * @throws DatasetException if it is not on this machine or damaged
     */
    public <D extends Dataset> D load(String name, Class<D> kind) {
        Dataset found = loaded.get(name);
        if (!kind.isInstance(found)) {
            found = catalogue.load(name, kind);
            loaded.put(name, found);
        }
        return kind.cast(found);
    }

    /**
     * Pretrained weights by name.
     *
     * @throws DatasetException if they are not on this machine or damaged
     */
    public PretrainedWeights weights(String name) {
        return weights.computeIfAbsent(name, files::load);
    }
}
