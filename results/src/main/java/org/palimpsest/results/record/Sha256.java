package org.palimpsest.results.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** The SHA-256 of bytes that more may follow, so that a file that grows need not be read again; cannot be changed. */
final class Sha256 {
    /** Of no bytes. */
    static final Sha256 EMPTY = new Sha256(DigestUtils.getSha256Digest());

    private final MessageDigest digest;

    private Sha256(MessageDigest digest) {
        this.digest = digest;
    }

    /** Of some bytes. */
    static Sha256 of(byte[] bytes) {
        return EMPTY.and(bytes);
    }

    /** Of the first bytes of a file, all there are if these are fewer. */
    static Sha256 of(Path file, long length) {
        MessageDigest digest = EMPTY.copy();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            long left = length;
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            while (read > 0) {
                digest.update(buffer, 0, read);
                left -= read;
                read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            }
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
        return new Sha256(digest);
    }

    /** Of these bytes and those that follow. */
    Sha256 and(byte[] more) {
        MessageDigest longer = copy();
        longer.update(more);
        return new Sha256(longer);
    }

    /** 64 hexadecimal digits. */
    String hex() {
        return Hex.encodeHexString(copy().digest());
    }

    private MessageDigest copy() {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's SHA-256 cannot be copied", e);
        }
    }
}
