package org.palimpsest.harness.api;

/** For recipes without options. */
public record NoOptions() {}
