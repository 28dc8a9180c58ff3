package org.palimpsest.datasets.disk;

import java.util.Optional;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.image.ShotLists;

/** Images or features that were found on disk. */
public non-sealed interface FoundImages extends Found {
    /** What besides the files decides about the result, such as {@code 64-crop-rgb}; part of the cache's key. */
    String settings();

    /**
     * Reads it.
     *
     * @param monitor shows how far that has got
     * @throws DatasetException if files are missing, damaged or do not fit each other, naming file, expected and found
     */
    Decoded decode(ProgressMonitor monitor);

    @Override
    default void check(ProgressMonitor monitor) {
        decode(monitor);
    }

    /**
     * The few-shot lists that lie beside it, if any.
     *
     * @throws DatasetException if they are damaged
     */
    default Optional<ShotLists> shots() {
        return Optional.empty();
    }
}
