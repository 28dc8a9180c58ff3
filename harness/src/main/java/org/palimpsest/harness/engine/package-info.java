/**
 * Runs a plan: stream, learner, evaluation and record of every run, one after the other.
 *
 * <p>{@link org.palimpsest.harness.engine.SuiteRunner} goes through the plan,
 * {@link org.palimpsest.harness.engine.RunEngine} through the tasks of one run.
 */
package org.palimpsest.harness.engine;
