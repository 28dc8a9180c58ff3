package org.palimpsest.results.record;

import java.util.Optional;

/**
 * A data set that a run read.
 *
 * @param name its name in the catalogue
 * @param sha256 hexadecimal SHA-256 of its files
 * @param unverified why nobody knows whether its files are those of the data set that it is named after; empty if they are, or there is no such
 * @param scale what its values were standardised by, where that was chosen
 */
public record DataInfo(String name, String sha256, Optional<String> unverified, Optional<ChannelScale> scale) {
    /** Records of before had neither. */
    public DataInfo {
        unverified = unverified == null ? Optional.empty() : unverified;
        scale = scale == null ? Optional.empty() : scale;
    }

    /** A data set of which nothing has to be verified, and whose values are taken as usual. */
    public DataInfo(String name, String sha256) {
        this(name, sha256, Optional.empty(), Optional.empty());
    }
}
