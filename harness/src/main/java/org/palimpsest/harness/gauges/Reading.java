package org.palimpsest.harness.gauges;

import java.util.ArrayList;
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

    /** The mean over the layers as that of the whole network, then each of them; none if there are none. */
    static List<Reading> withMean(List<Reading> layers) {
        List<Reading> readings = new ArrayList<>(layers);
        layers.stream().mapToDouble(Reading::value).average().ifPresent(mean -> readings.add(0, new Reading("", mean)));
        return readings;
    }
}
