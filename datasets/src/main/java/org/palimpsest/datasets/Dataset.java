package org.palimpsest.datasets;

/** A data set in memory, of whatever kind. Data sets of equal digests are equal. */
public interface Dataset {

    /** The name it is asked for by. */
    String name();

    /** SHA-256 over its contents, as 64 hexadecimal digits. */
    String sha256();
}
