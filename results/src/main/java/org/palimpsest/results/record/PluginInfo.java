package org.palimpsest.results.record;

/**
 * A plug-in that a run used.
 *
 * @param name what the run took from it, for example the name of the method
 * @param jar file name of its jar
 * @param sha256 hexadecimal SHA-256 of the jar
 */
public record PluginInfo(String name, String jar, String sha256) {}
