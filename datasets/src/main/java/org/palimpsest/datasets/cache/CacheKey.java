package org.palimpsest.datasets.cache;

import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a decoded data set was made from.
 *
 * @param dataset the name it was asked for by
 * @param sourceSha256 digest over its source files
 * @param settings what else decides about the result, such as {@code 64-crop-rgb}
 */
public record CacheKey(String dataset, String sourceSha256, String settings) {

    private static final int DIGITS = 12;
    private static final int LONGEST = 80;

    /** A file name that tells people what it is; different for different keys. */
    String fileName() {
        String readable = (dataset + "-" + settings).replaceAll("[^A-Za-z0-9.-]+", "_");
        String digest = DigestUtils.sha256Hex(dataset + "\n" + sourceSha256 + "\n" + settings);
        // a name that begins with a dot is hidden, one that begins with a dash reads as an option
        String end = readable.substring(Math.max(0, readable.length() - LONGEST)).replaceFirst("^[^A-Za-z0-9]+", "");
        return (end.isEmpty() ? "data" : end) + "-" + digest.substring(0, DIGITS) + ".bin";
    }
}
