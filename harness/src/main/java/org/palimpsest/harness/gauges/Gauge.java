package org.palimpsest.harness.gauges;

import java.util.List;
import java.util.function.Function;

/**
 * A named number, or one per layer, that is read off the network in training. The id stands for the formula.
 *
 * @param id the name, of {@code [a-z.]} only
 * @param summary what it tells, in one line
 * @param formula the formula
 * @param unit what it is counted in
 * @param reference where it comes from
 * @param insideTasks whether it is cheap enough to be read at the probes inside a task too, or at task ends alone
 * @param readings takes the readings; none where there is nothing to read yet
 */
public record Gauge(
        String id, String summary, String formula, String unit, String reference, boolean insideTasks,
        Function<GaugeContext, List<Reading>> readings) {}
