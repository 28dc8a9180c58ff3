package org.palimpsest.harness.images;

/**
 * How many test examples of a task were classified correctly.
 *
 * @param task index from 0
 * @param n examples
 * @param classIl correct when any class may be answered
 * @param taskIl correct when only the task's own classes may be answered
 */
record Score(int task, int n, int classIl, int taskIl) {}
