/**
 * Runs a plan, whatever kind of stream its runs are of: every run opens its {@link org.palimpsest.harness.engine.Course}, which enrols a
 * {@link org.palimpsest.harness.engine.Student}; this is taught {@linkplain org.palimpsest.harness.engine.Lesson lesson} after lesson,
 * probed on the way, examined, and what came of it is committed before the next one.
 *
 * <p>{@link org.palimpsest.harness.engine.SuiteRunner} goes through the plan, {@link org.palimpsest.harness.engine.RunEngine} through the
 * lessons of one run. A new kind of stream is a {@link org.palimpsest.harness.engine.StreamKind}, in a room of its own; nothing here
 * knows it.
 */
package org.palimpsest.harness.engine;
