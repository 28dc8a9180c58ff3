package org.palimpsest.datasets;

import java.util.List;

/**
 * What is known of a data set without reading it.
 *
 * @param name the name it is asked for by
 * @param title its full name
 * @param licence the licence it is under
 * @param origin where it comes from and what was selected
 * @param classNames the names of its classes, in the order of their labels
 * @param shape the shape of every image
 * @param train training images
 * @param test test images
 * @param mean mean of pixel / 255 per channel over the training images
 * @param std population standard deviation of pixel / 255 per channel over the training images
 * @param embedded whether it comes with Palimpsest, so that nothing need be fetched
 */
public record DatasetInfo(
        String name,
        String title,
        String licence,
        String origin,
        List<String> classNames,
        ImageShape shape,
        int train,
        int test,
        double[] mean,
        double[] std,
        boolean embedded) {

    /** Copies what could be changed and checks that there is one mean and deviation per channel. */
    public DatasetInfo {
        classNames = List.copyOf(classNames);
        mean = mean.clone();
        std = std.clone();
        if (mean.length != shape.channels() || std.length != shape.channels()) {
            throw new IllegalArgumentException(name + ": one mean and one deviation per channel are needed");
        }
    }

    /** How many classes there are. */
    public int classes() {
        return classNames.size();
    }

    /** A copy of the mean per channel, in [0, 1]. */
    @Override
    public double[] mean() {
        return mean.clone();
    }

    /** A copy of the standard deviation per channel, in [0, 1]. */
    @Override
    public double[] std() {
        return std.clone();
    }
}
