package org.palimpsest.datasets.image;

import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.DatasetCard;

/**
 * What a data set is.
 *
 * @param name the name it is asked for by
 * @param title its full name
 * @param licence the licence it is under
 * @param origin where it comes from and what was selected
 * @param classNames the names of its classes, in the order of their labels
 * @param shape the shape of every image
 * @param train training images
 * @param test test images
 * @param mean mean per channel over the training images, of pixel / 255 or of the feature itself
 * @param std population standard deviation per channel over the training images, of pixel / 255 or of the feature itself
 * @param groups the superclasses of its classes, where it has any
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
        Optional<ClassGroups> groups) {
    /** Copies what could be changed and checks that there is one mean and deviation per channel and a group per class. */
    public DatasetInfo {
        classNames = List.copyOf(classNames);
        mean = mean.clone();
        std = std.clone();
        if (mean.length != shape.channels() || std.length != shape.channels()) {
            throw new IllegalArgumentException(name + ": one mean and one deviation per channel are needed");
        }
        if (groups.isPresent() && groups.get().groupOf().length != classNames.size()) {
            throw new IllegalArgumentException(name + ": every class needs a group");
        }
    }

    /** The card of a data set that comes with Palimpsest. */
    public DatasetCard embeddedCard() {
        return new DatasetCard(name, title, licence, origin, classes(), train, test, shape.toString(), "none needed", false, false, true);
    }

    /** How many classes there are. */
    public int classes() {
        return classNames.size();
    }

    /** A copy of the mean per channel. */
    @Override
    public double[] mean() {
        return mean.clone();
    }

    /** A copy of the standard deviation per channel. */
    @Override
    public double[] std() {
        return std.clone();
    }
}
