package org.palimpsest.results.record;

/**
 * A data set that a run read.
 *
 * @param name its name in the catalogue
 * @param sha256 hexadecimal SHA-256 of its files
 */
public record DataInfo(String name, String sha256) {}
