package org.palimpsest.datasets.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;

/**
 * How downloads are made.
 *
 * @param mirror where to look instead of the official addresses: {@code mirror/dataset/name}
 * @param connectTimeout how long a server may take to accept a connection
 * @param stallTimeout how long a server may send nothing before the connection is given up
 * @param attempts how often in a row a try may end without having brought anything new, 1 or more
 * @param backoff the wait after the first such try; it doubles with every further one, up to a minute
 */
public record Settings(
        Optional<URI> mirror, Duration connectTimeout, Duration stallTimeout, int attempts, Duration backoff) {
    /** The environment variable that names a mirror. */
    public static final String MIRROR = "PALIMPSEST_MIRROR";

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a time-out is not positive, the wait negative, there is no attempt or the
     *     mirror is no address to fetch from
     */
    public Settings {
        mirror.ifPresent(Addresses::requireBase);
        if (!isPositive(connectTimeout) || !isPositive(stallTimeout) || backoff.isNegative() || attempts < 1) {
            throw new IllegalArgumentException("time-outs must be above 0, attempts 1 or more and the backoff 0 or more");
        }
    }

    /** The official addresses, 20 s to connect, 60 s of silence, 5 attempts and a backoff of a second. */
    public static Settings standard() {
        return new Settings(Optional.empty(), Duration.ofSeconds(20), Duration.ofSeconds(60), 5, Duration.ofSeconds(1));
    }

    /**
     * The standard settings, with the mirror that {@value #MIRROR} names.
     *
     * @param environment the environment variables
     * @throws InvalidInputException if the mirror is no address to fetch from
     */
    public static Settings of(Map<String, String> environment) {
        String mirror = environment.getOrDefault(MIRROR, "").strip();
        Settings standard = standard();
        if (mirror.isEmpty()) {
            return standard;
        }
        try {
            return new Settings(Optional.of(URI.create(mirror)), standard.connectTimeout, standard.stallTimeout,
                    standard.attempts, standard.backoff);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(new Problem(MIRROR, "", mirror,
                    "is not the address of a mirror, such as https://example.org/data or file:///srv/data"));
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
