package org.palimpsest.harness.api;

/**
 * Which task each label belongs to.
 *
 * @param tasks task index, from 0, by label
 */
public record TaskOfClass(int[] tasks) {}
