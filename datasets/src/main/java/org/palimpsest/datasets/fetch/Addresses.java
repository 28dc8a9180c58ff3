package org.palimpsest.datasets.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** What addresses files can be fetched from. */
final class Addresses {
    private static final List<String> SCHEMES = List.of("https", "http", "file");

    private Addresses() {}

    /**
     * Refuses an address that nothing can be fetched from.
     *
     * @throws IllegalArgumentException if it is not absolute, of another scheme or without a host where one is needed
     */
    static URI require(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("'" + address + "' does not begin with https://, http:// or file:///");
        }
        if (isFile(address)) {
            if (address.getPath() == null || address.getAuthority() != null) {
                throw new IllegalArgumentException("'" + address + "' does not name a file as file:///folder/file does");
            }
        } else if (address.getHost() == null) {
            throw new IllegalArgumentException("'" + address + "' names no host");
        }
        return address;
    }

    /** As {@link #require}; refuses besides what no path can be put behind. */
    static URI requireBase(URI base) {
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("'" + base + "' has a query or a fragment");
        }
        return require(base);
    }

    static boolean isFile(URI address) {
        return "file".equalsIgnoreCase(address.getScheme());
    }

    /** {@code base/dataset/name}, whether the base ends with a slash or not. */
    static URI below(URI base, String dataset, String name) {
        try {
            String path = new URI(null, null, "/" + dataset + "/" + name, null).getRawPath();
            return URI.create(base.toString().replaceAll("/+$", "") + path);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no address can be made of '" + dataset + "' and '" + name + "'", e);
        }
    }
}
