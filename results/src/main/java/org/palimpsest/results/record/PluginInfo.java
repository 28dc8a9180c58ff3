package org.palimpsest.results.record;

/**
 * A plug-in jar that a run used.
 *
 * @param jar its file name
 * @param sha256 hexadecimal SHA-256 of its bytes
 */
public record PluginInfo(String jar, String sha256) {}
