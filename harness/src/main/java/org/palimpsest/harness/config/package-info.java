/**
 * From YAML files, {@code --set} options and defaults to checked records, and from these to a plan. Everything that is wrong, in however
 * many files, is told at once.
 *
 * <p>{@link org.palimpsest.harness.config.Planner} is the way through; what only one kind of stream needs is behind a
 * {@link org.palimpsest.harness.config.StreamPlanner}.
 */
package org.palimpsest.harness.config;
