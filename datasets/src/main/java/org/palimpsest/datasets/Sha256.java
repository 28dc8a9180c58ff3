package org.palimpsest.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/** SHA-256 digests of files as 64 lower-case hexadecimal digits; for those of bytes and text there is {@link DigestUtils}. */
public final class Sha256 {
    private Sha256() {}

    /**
     * The digest of a file.
     *
     * @throws DatasetException if it cannot be read
     */
    public static String of(Path file) {
        try {
            return new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }

    /**
     * The digest of a set of files: that of their {@code sha256sum} lines in the order of their names.
     *
     * @param digests file names and the digest of each
     * @return one digest over all
     */
    public static String ofFiles(Map<String, String> digests) {
        return DigestUtils.sha256Hex(new TreeMap<>(digests).entrySet().stream()
                .map(file -> file.getValue() + "  " + file.getKey() + "\n").collect(Collectors.joining()));
    }
}
