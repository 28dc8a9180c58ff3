package org.palimpsest.harness.api.network;

import java.util.List;

/**
 * What network input is normalised by, over all training examples of a data set.
 *
 * @param mean mean of pixel / 255, or of the feature, one value per channel
 * @param sd population standard deviation of the same, one value per channel
 */
public record ChannelStatistics(List<Double> mean, List<Double> sd) {
    /** Copies what could be changed and checks that there is a deviation for every mean. */
    public ChannelStatistics {
        mean = List.copyOf(mean);
        sd = List.copyOf(sd);
        if (mean.size() != sd.size()) {
            throw new IllegalArgumentException(mean.size() + " means, " + sd.size() + " deviations");
        }
    }

    /** How many channels there are: 1 for grey, 3 for red, green and blue. */
    public int channels() {
        return mean.size();
    }
}
