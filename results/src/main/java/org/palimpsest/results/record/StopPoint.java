package org.palimpsest.results.record;

/**
 * Where a run stopped early.
 *
 * @param task the task being learned, 1..T
 * @param step updates made inside that task, from 1; 0 when the task had not made any
 */
public record StopPoint(int task, long step) {}
