package org.palimpsest.harness.plugins;

/**
 * A jar that takes part in runs without being of Palimpsest.
 *
 * @param file its name, without its folder
 * @param sha256 digest of its bytes, 64 lower-case hexadecimal digits
 */
public record JarOrigin(String file, String sha256) {}
