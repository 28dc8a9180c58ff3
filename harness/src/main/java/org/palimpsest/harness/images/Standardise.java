package org.palimpsest.harness.images;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.Moments;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.datasets.stream.Split;
import org.palimpsest.harness.api.network.ChannelStatistics;

/** What values are before the network sees them, where a benchmark chooses: (pixel / 255 - mean) / sd or (feature - mean) / sd. */
public enum Standardise {
    /** As they are stored, pixels from 0 to 255. */
    NONE,
    /** Pixels from 0 to 1. */
    UNIT,
    /** Mean 0 and deviation 1 in every channel over all that the stream trains on, and only that. */
    DATASET,
    /** By mean and deviation of ImageNet's three channels, as networks that were pretrained on it expect. */
    IMAGENET;

    private static final int WHITE = 255;
    private static final ChannelStatistics OF_IMAGENET = new ChannelStatistics(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    /** Why values of a stream cannot be standardised so. */
    Optional<String> problem(ImageStreamSpec spec, ImageDataset data) {
        DatasetInfo info = data.info();
        boolean features = data.train().type() == ElementType.FLOAT32;
        if (features && (this == UNIT || this == IMAGENET)) {
            return Optional.of("is for pixels, but " + info.name() + " holds features (valid: none, dataset)");
        }
        if (this == IMAGENET && info.shape().channels() != OF_IMAGENET.mean().size()) {
            return Optional.of("is for three channels, but the images of " + info.name() + " have " + info.shape().channels()
                    + " (valid: none, unit, dataset)");
        }
        return features && this == DATASET && spec.split() == Split.PERMUTED
                ? Optional.of("conflicts with split permuted, where a place holds another feature in every task (valid: none)") : Optional.empty();
    }

    /** Mean and deviation of every channel. */
    ChannelStatistics statistics(ImageStream stream) {
        int channels = stream.dataset().info().shape().channels();
        boolean features = stream.dataset().train().type() == ElementType.FLOAT32;
        return switch (this) {
            case NONE -> new ChannelStatistics(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, features ? 1.0 : 1.0 / WHITE));
            case UNIT -> new ChannelStatistics(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
            case DATASET -> {
                Moments moments = stream.trainingMoments();
                yield new ChannelStatistics(boxed(moments.mean()), boxed(moments.std()));
            }
            case IMAGENET -> OF_IMAGENET;
        };
    }

    private static List<Double> boxed(double[] values) {
        return DoubleStream.of(values).boxed().collect(Collectors.toUnmodifiableList());
    }
}
