package org.palimpsest.datasets;

import java.util.Optional;

/** A data set in memory, of whatever kind. Data sets of equal digests are equal. */
public interface Dataset {

    /** The name it is asked for by. */
    String name();

    /** SHA-256 over its contents, as 64 hexadecimal digits. */
    String sha256();

    /** What of it is not at hand, by what is known of it; nothing if it is whole, or nobody knows how much there should be. */
    Optional<String> lacking(DatasetCard card);
}
