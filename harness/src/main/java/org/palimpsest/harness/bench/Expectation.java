package org.palimpsest.harness.bench;

/**
 * What a run is expected to take.
 *
 * @param seconds of wall-clock time
 * @param memory bytes of resident memory at its peak
 * @param disk bytes of its record
 */
public record Expectation(double seconds, double memory, double disk) {}
