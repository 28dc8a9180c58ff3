package org.palimpsest.datasets.disk;

import java.nio.file.Path;
import java.util.Optional;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;

/** How the files of one data set lie on disk. */
public interface Layout {
    /** What the data set is. */
    DatasetCard card();

    /**
     * Looks for the data set at the places where users have it, below a folder or in the folder itself. Opens no large file.
     *
     * @param root a folder to look in
     * @param name the data set as it was asked for
     * @return what was found, possibly incomplete: reading it says what is missing; empty if nothing looks like it
     */
    Optional<Found> find(Path root, DatasetName name);
}
