package org.palimpsest.harness.gauges;

import java.util.List;

/**
 * One number of a gauge.
 *
 * @param layer what was looked at; empty for the network as a whole
 * @param value NaN where there is no such number
 */
record Reading(String layer, double value) {

    /** The network's one number. */
    static List<Reading> one(double value) {
        return List.of(new Reading("", value));
    }
}
