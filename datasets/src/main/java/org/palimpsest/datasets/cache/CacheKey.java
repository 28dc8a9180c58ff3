package org.palimpsest.datasets.cache;

import java.nio.charset.StandardCharsets;
import org.palimpsest.datasets.Sha256;

/**
 * What a decoded data set was made from.
 *
 * @param dataset the name it was asked for by
 * @param sourceSha256 digest over its source files
 * @param settings what else decides about the result, such as {@code 64-crop-rgb}
 */
public record CacheKey(String dataset, String sourceSha256, String settings) {

    private static final int DIGITS = 12;

    /** A file name that tells people what it is; different for different keys. */
    String fileName() {
        String readable = (dataset + "-" + settings).replaceAll("[^A-Za-z0-9.-]+", "_");
        String digest = Sha256.of((dataset + "\n" + sourceSha256 + "\n" + settings).getBytes(StandardCharsets.UTF_8));
        return readable.substring(Math.max(0, readable.length() - 80)) + "-" + digest.substring(0, DIGITS) + ".bin";
    }
}
