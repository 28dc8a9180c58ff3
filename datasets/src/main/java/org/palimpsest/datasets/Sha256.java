package org.palimpsest.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 digests as 64 lower-case hexadecimal digits. */
public final class Sha256 {

    private Sha256() {}

    /** The digest of some bytes. */
    public static String of(byte[] bytes) {
        return hex(digest().digest(bytes));
    }

    /** The digest of a stream, read to its end. */
    public static String of(InputStream in) throws IOException {
        MessageDigest sha = digest();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            sha.update(buffer, 0, n);
        }
        return hex(sha.digest());
    }

    /**
     * The digest of a set of files: that of their {@code sha256sum} lines in the order of their names.
     *
     * @param digests file names and the digest of each
     * @return one digest over all
     */
    public static String ofFiles(Map<String, String> digests) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(digests).forEach((name, digest) -> lines.append(digest).append("  ").append(name).append('\n'));
        return of(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
