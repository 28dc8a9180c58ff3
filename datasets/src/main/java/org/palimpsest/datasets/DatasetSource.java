package org.palimpsest.datasets;

/** Something a data set can be loaded from. */
public interface DatasetSource {

    /** What the data set is; costs nothing. */
    DatasetInfo info();

    /**
     * Reads, verifies and decodes the data set; each call does so again.
     *
     * @throws DatasetException if a file is missing, damaged or not what it should be
     */
    ImageDataset load();
}
