package org.palimpsest.datasets.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;

/**
 * What only streams of some scenarios say, over images; its keys stand in the file beside those of {@link ImageStreamSpec}. A new
 * scenario over images is a record here and the ways to deal examples out in {@link ImageStream}.
 */
public sealed interface Variation permits NewClasses, Domains, FewShot, Blurry, Relabelled {
    /** How the data set may be cut into tasks. */
    List<Split> splits();

    /** With {@link Split#CLASSES}, how many classes the first task has, where it differs from the others. */
    default OptionalInt firstClasses() {
        return OptionalInt.empty();
    }

    /** With {@link Split#CLASSES}, how many classes each task has, where a declaration lists them. */
    default Optional<List<Integer>> increments() {
        return Optional.empty();
    }

    /** With {@link Split#SUPERCLASSES}, the superclasses, where they are not the data set's own. */
    default Optional<Map<String, List<String>>> groups() {
        return Optional.empty();
    }

    /** How many classes every later task has, for a check on the data at hand. */
    default OptionalInt ways() {
        return OptionalInt.empty();
    }

    /** How many labels there are over all tasks, where labels are no superclasses. */
    default int labelCount(DatasetInfo info) {
        return info.classes();
    }

    /**
     * Finds everything that is wrong with these keys, and with others beside them.
     *
     * @param spec the declaration that this is part of
     * @param info its data set
     * @param problems told of it, at the place that the declaration was read from
     */
    void check(ImageStreamSpec spec, DatasetInfo info, Problems problems);

    /**
     * The lines of {@link ImageStreamSpec#digest} that these keys make, defaults written out; each begins with a line break.
     *
     * @param spec the declaration that this is part of
     * @param data its data set
     * @throws DatasetException if what they name cannot be read
     */
    String definition(ImageStreamSpec spec, ImageDataset data);
}
