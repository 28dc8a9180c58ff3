package org.palimpsest.datasets.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.Meter;

/**
 * A published digest of a file. MD5 is here because data sets are published with it: it tells damage, not malice.
 *
 * @param algorithm what it was computed with
 * @param hex its hexadecimal digits, in lower case
 */
public record Digest(Algorithm algorithm, String hex) {

    private static final int BUFFER = 1 << 16;

    /** The algorithms that data sets are published with. */
    public enum Algorithm {
        MD5("MD5", 32),
        SHA256("SHA-256", 64);

        private final String title;
        private final int digits;

        Algorithm(String title, int digits) {
            this.title = title;
            this.digits = digits;
        }

        /** The usual way to write its name. */
        @Override
        public String toString() {
            return title;
        }
    }

    /**
     * Checks and lower-cases the digits.
     *
     * @throws IllegalArgumentException if they are not the algorithm's number of hexadecimal digits
     */
    public Digest {
        hex = hex.toLowerCase(Locale.ROOT);
        if (!hex.matches("[0-9a-f]{" + algorithm.digits + "}")) {
            throw new IllegalArgumentException(
                    algorithm + " has " + algorithm.digits + " hexadecimal digits, and this is '" + hex + "'");
        }
    }

    /** An MD5 digest of 32 hexadecimal digits. */
    public static Digest md5(String hex) {
        return new Digest(Algorithm.MD5, hex);
    }

    /** A SHA-256 digest of 64 hexadecimal digits. */
    public static Digest sha256(String hex) {
        return new Digest(Algorithm.SHA256, hex);
    }

    /** The digest of a stream, read to its end. */
    public static Digest of(Algorithm algorithm, InputStream in) throws IOException {
        return new Digest(algorithm, new DigestUtils(algorithm.title).digestAsHex(in));
    }

    /** The digest of a file. */
    public static Digest of(Algorithm algorithm, Path file) throws IOException {
        return new Digest(algorithm, new DigestUtils(algorithm.title).digestAsHex(file));
    }

    /**
     * The digest of the same algorithm that a file really has.
     *
     * @param file the file to read to its end
     * @param meter told of every byte read
     * @throws IOException if it cannot be read
     */
    Digest of(Path file, Meter meter) throws IOException {
        try (InputStream in = new BufferedInputStream(new MeteredStream(Files.newInputStream(file), meter), BUFFER)) {
            return of(algorithm, in);
        }
    }
}
