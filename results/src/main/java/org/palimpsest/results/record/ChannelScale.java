package org.palimpsest.results.record;

import java.util.List;

/**
 * What values were standardised by, (value - mean) / sd, one of each per channel.
 *
 * @param mean of pixel / 255, or of the feature
 * @param sd of the same
 */
public record ChannelScale(List<Double> mean, List<Double> sd) {
    /** Copies both. */
    public ChannelScale {
        mean = List.copyOf(mean);
        sd = List.copyOf(sd);
    }
}
