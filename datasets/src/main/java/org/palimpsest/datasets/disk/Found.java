package org.palimpsest.datasets.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.image.ShotLists;

/** A data set that was found on disk. */
public interface Found {
    /** The folder that holds it, for people and as the base of file names. */
    Path folder();

    /** Every file that its pixels, labels and class names are read from, in any order, below the folder. */
    List<Path> files();

    /** What besides the files decides about the result, such as {@code 64-crop-rgb}; part of the cache's key. */
    String settings();

    /**
     * Reads it.
     *
     * @param monitor shows how far that has got
     * @throws DatasetException if files are missing, damaged or do not fit each other, naming file, expected and found
     */
    Decoded decode(ProgressMonitor monitor);

    /**
     * Looks through files that nobody has published a digest of, before they are taken over.
     *
     * @throws DatasetException if they do not hold the data set
     */
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
