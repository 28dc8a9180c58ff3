package org.palimpsest.datasets.image;

import java.util.Locale;
import java.util.Optional;
import org.palimpsest.datasets.Dataset;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetException;

/**
 * A data set in memory.
 *
 * @param info what it is
 * @param train the training images
 * @param test the test images
 * @param sha256 digest over its contents: data sets of equal digests are equal
 * @param shots the few-shot sessions that the field has fixed for it, where they are at hand
 * @param unverified why nobody knows whether its files are those of the data set that it is named after; empty if they are, or there is no such
 */
public record ImageDataset(
        DatasetInfo info, LabelledImages train, LabelledImages test, String sha256, Optional<ShotLists> shots, Optional<String> unverified)
        implements Dataset {
    /** A data set without few-shot lists, of which nothing has to be verified. */
    public ImageDataset(DatasetInfo info, LabelledImages train, LabelledImages test, String sha256) {
        this(info, train, test, sha256, Optional.empty(), Optional.empty());
    }

    /** Checks that both parts are what the info says. */
    public ImageDataset {
        check(info, "training", info.train(), train);
        check(info, "test", info.test(), test);
        if (train.type() != test.type()) {
            throw DatasetException.mismatch(info.name(), "values of the test images", train.type(), test.type());
        }
    }

    @Override
    public String name() {
        return info.name();
    }

    /** Images may be missing without anything telling so, where each is a file; other classes are another edition. */
    @Override
    public Optional<String> lacking(DatasetCard card) {
        boolean whole = info.classes() != card.classes() || info.train() >= card.train() && info.test() >= card.test();
        return whole ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                "is here only in part: %,d training and %,d test images of %,d and %,d", info.train(), info.test(), card.train(), card.test()));
    }

    /** The same data set with few-shot sessions. */
    public ImageDataset withShots(ShotLists lists) {
        return new ImageDataset(info, train, test, sha256, Optional.of(lists), unverified);
    }

    /** The same data set, of files that may be another's. */
    public ImageDataset unverified(String why) {
        return new ImageDataset(info, train, test, sha256, shots, Optional.of(why));
    }

    private static void check(DatasetInfo info, String part, int size, LabelledImages images) {
        if (images.size() != size) {
            throw DatasetException.mismatch(info.name(), part + " images", size, images.size());
        }
        if (!images.shape().equals(info.shape())) {
            throw DatasetException.mismatch(
                    info.name(), "shape of the " + part + " images", info.shape(), images.shape());
        }
        for (int i = 0; i < images.size(); i++) {
            if (images.label(i) >= info.classes()) {
                throw DatasetException.mismatch(
                        info.name(), "label of " + part + " image " + i, "below " + info.classes(), images.label(i));
            }
        }
    }
}
