package org.palimpsest.datasets.disk;

import java.util.Map;
import java.util.Set;
import org.palimpsest.datasets.fetch.Digest;

/**
 * A data set as somebody published it.
 *
 * @param name what to call it, such as {@code official binary files}
 * @param files the digests of every file by its name without folders and without {@code .gz}; any one of them will do
 * @param whole SHA-256 over the digests of all files, for editions of too many to list; empty if they are listed
 */
record Edition(String name, Map<String, Set<Digest>> files, String whole) {
    /** An edition of a few files. */
    static Edition of(String name, Map<String, Set<Digest>> files) {
        return new Edition(name, files, "");
    }

    /** An edition of many files. */
    static Edition whole(String name, String sha256) {
        return new Edition(name, Map.of(), sha256);
    }
}
