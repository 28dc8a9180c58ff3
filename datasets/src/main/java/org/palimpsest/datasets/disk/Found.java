package org.palimpsest.datasets.disk;

import java.nio.file.Path;
import java.util.List;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;

/** A data set that was found on disk: {@link FoundImages} or {@link FoundInstructions}. */
public sealed interface Found permits FoundImages, FoundInstructions {
    /** The folder that holds it, for people and as the base of file names. */
    Path folder();

    /** Every file that its contents are read from, in any order, below the folder. */
    List<Path> files();

    /**
     * Looks through files that nobody has published a digest of, before they are taken over.
     *
     * @throws DatasetException if they do not hold the data set
     */
    void check(ProgressMonitor monitor);
}
