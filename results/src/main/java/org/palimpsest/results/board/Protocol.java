package org.palimpsest.results.board;

import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;

/** A benchmark as resolved: rows are ranked and compared within one only. */
public record Protocol(String benchmark, String digest) {
    static Protocol of(RunInfo info) {
        return new Protocol(info.id().benchmark(), info.protocolDigest());
    }

    /**
     * The first digits of the digest. The letter before them keeps readers of CSV from taking a digest such as
     * {@code 00012e456789} for a number.
     */
    public static String shortened(String digest) {
        return "p" + digest.substring(0, Math.min(RunId.DIGEST_DIGITS, digest.length()));
    }
}
