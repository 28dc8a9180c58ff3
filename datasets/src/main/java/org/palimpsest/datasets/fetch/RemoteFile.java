package org.palimpsest.datasets.fetch;

import java.net.URI;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One file to fetch.
 *
 * @param address where its authors offer it: {@code https}, {@code http} or {@code file}
 * @param name its name on disk, without folders
 * @param size its length in bytes, where that is known beforehand
 * @param digest what it must hash to
 */
public record RemoteFile(URI address, String name, OptionalLong size, Digest digest) {
    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the address is of another kind, the name is no plain file name or the size is
     *     negative
     */
    public RemoteFile {
        Addresses.require(address);
        if (name.isBlank() || name.matches("\\.+") || name.matches("(?s).*[/\\\\:\\x00-\\x1f].*")) {
            throw new IllegalArgumentException("not a plain file name: '" + name + "'");
        }
        if (size.isPresent() && size.getAsLong() < 0) {
            throw new IllegalArgumentException(name + ": negative size " + size.getAsLong());
        }
        Objects.requireNonNull(digest, "digest");
    }

    /** A file of unknown size that keeps the last part of its address as its name. */
    public static RemoteFile of(String address, Digest digest) {
        return new RemoteFile(
                URI.create(address), address.substring(address.lastIndexOf('/') + 1), OptionalLong.empty(), digest);
    }
}
