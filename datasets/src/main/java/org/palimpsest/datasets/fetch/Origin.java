package org.palimpsest.datasets.fetch;

/** Where a file can be had from. */
interface Origin {
    /**
     * Tries once to bring the bytes that a part lacks. Returns when the origin says that this is all.
     *
     * @param part what is here so far; may be started over
     * @throws FailedTry if another try may do better
     * @throws org.palimpsest.datasets.DatasetException if none will
     */
    void transfer(PartFile part) throws FailedTry, InterruptedException;
}
