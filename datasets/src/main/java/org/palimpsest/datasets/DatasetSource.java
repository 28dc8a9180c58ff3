package org.palimpsest.datasets;

/** Something that data sets can be loaded from. */
public interface DatasetSource {
    /** What the data set is; costs nothing. */
    DatasetCard card();

    /**
     * Whether it is at hand and what it should be. Files are read for that once; later calls go by what is remembered
     * of files that have not been touched since.
     *
     * @param name the data set as it was asked for
     */
    DatasetState state(DatasetName name);

    /**
     * Reads the data set, verifying what can be.
     *
     * @param name the data set as it was asked for
     * @throws DatasetException if a file is missing, damaged or not what it should be
     * @throws InvalidInputException if files of the user's own hold what cannot be used, with all that is wrong
     */
    Dataset load(DatasetName name);
}
