/**
 * Gauges of plasticity: what is read off a network on its way through a stream, without touching it.
 *
 * <p>{@link org.palimpsest.harness.gauges.Gauges} lists them, a {@link org.palimpsest.harness.gauges.GaugeReader} reads those that are
 * switched on for one run.
 */
package org.palimpsest.harness.gauges;
