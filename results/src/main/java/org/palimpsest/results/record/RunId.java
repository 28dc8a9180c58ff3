package org.palimpsest.results.record;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The name of a run: one (benchmark, method with options, seed).
 *
 * @param benchmark name of the benchmark
 * @param method name of the method, add-ons after pluses
 * @param seed run seed
 * @param digest digest of all that decides the run's outcome (protocol, options, data); 12 or more lower-case
 *     hexadecimal digits, of which the first 12 are kept
 */
public record RunId(String benchmark, String method, long seed, String digest) {
    public static final int DIGEST_DIGITS = 12;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{12,}");

    /**
     * Checks the parts, since they become the names of folders.
     *
     * @throws IllegalArgumentException if a name cannot be a folder's or the digest is not hexadecimal
     */
    public RunId {
        requireName("benchmark", benchmark);
        requireName("method", method);
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("digest '" + digest + "' is not 12 or more lower-case hex digits");
        }
        digest = digest.substring(0, DIGEST_DIGITS);
    }

    /** The run's folder below the folder of all runs: {@code <benchmark>/<method>/<seed>-<digest>}. */
    public Path relativePath() {
        return Path.of(benchmark, method, seed + "-" + digest);
    }

    /** Whether both are runs of one method with the same options on the same benchmark. */
    public boolean differsInSeedAtMost(RunId other) {
        return benchmark.equals(other.benchmark) && method.equals(other.method) && digest.equals(other.digest);
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " '" + name + "' is not a letter or digit followed by letters, digits and . _ + -");
        }
    }
}
