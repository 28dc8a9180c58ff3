/**
 * What came of a run, and what can be said about many: run records, metrics, leaderboards and their comparison.
 *
 * <p>A run lives in a {@link org.palimpsest.results.RunRecord}: general information
 * ({@link org.palimpsest.results.RunInfo}, kept as {@code run.json}) and named, append-only CSV tables, of which
 * {@code accuracy}, {@code probe} and {@code confusion} are the ones a supervised stream fills. A
 * {@link org.palimpsest.results.Metric} is
 * a pure function of a record; a {@link org.palimpsest.results.Leaderboard} is computed from records only; a
 * {@link org.palimpsest.results.Comparison} is computed from two leaderboards only. Data flows one way, nothing here
 * knows of networks or data sets.
 *
 * <p>Tasks are numbered 1..T in every file; {@code trained_task} 0 is the randomly initialised network before any
 * training. Accuracies are fractions in [0, 1]; only the tables printed for people show percentages.
 */
package org.palimpsest.results;
