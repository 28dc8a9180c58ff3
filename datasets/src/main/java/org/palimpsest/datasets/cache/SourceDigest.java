package org.palimpsest.datasets.cache;

import java.util.SortedMap;
import org.palimpsest.datasets.Sha256;

/**
 * Digests of the files that a data set is read from.
 *
 * @param files SHA-256 of each file by its path below the data set's folder, with slashes
 */
public record SourceDigest(SortedMap<String, String> files) {
    /** One digest over all of them, as {@link Sha256#ofFiles}. */
    public String sha256() {
        return Sha256.ofFiles(files);
    }
}
