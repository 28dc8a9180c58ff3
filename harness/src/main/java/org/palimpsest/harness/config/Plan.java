package org.palimpsest.harness.config;

import java.util.List;

/**
 * The runs of a suite, in the order in which they are made: by benchmark, then seed, then method, so that a suite that is cut
 * short leaves comparable rows.
 *
 * @param name of the leaderboard
 * @param runs at least one
 */
public record Plan(String name, List<PlannedRun> runs) {}
