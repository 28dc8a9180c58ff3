package org.palimpsest.datasets.fetch;

/**
 * What an archive may unpack to, so that a small one cannot fill the disk.
 *
 * @param maxBytes the most bytes of all its files together
 * @param maxEntries the most files and folders
 */
public record Limits(long maxBytes, long maxEntries) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Limits {
        if (maxBytes < 1 || maxEntries < 1) {
            throw new IllegalArgumentException("limits are 1 or more: " + maxBytes + " bytes, " + maxEntries + " entries");
        }
    }

    /** 16 GiB in a million entries: several times the largest data set of the field's benchmarks. */
    public static Limits standard() {
        return new Limits(16L << 30, 1_000_000);
    }
}
