package org.palimpsest.results.report;

import org.palimpsest.results.metric.Direction;

/**
 * A column of the leaderboard in the page.
 *
 * @param text what stands over it
 * @param column the metric's or cost's own column
 * @param unit unit of the cells as shown
 * @param factor what values are multiplied by to be shown
 * @param direction which way is better
 * @param summary what it tells, in one line
 */
public record Heading(String text, String column, String unit, double factor, Direction direction, String summary) {}
