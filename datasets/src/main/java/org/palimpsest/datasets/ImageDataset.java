package org.palimpsest.datasets;

/**
 * A data set in memory.
 *
 * @param info what it is
 * @param train the training images
 * @param test the test images
 * @param sha256 digest over the files it was read from
 */
public record ImageDataset(DatasetInfo info, LabelledImages train, LabelledImages test, String sha256) {

    /** Checks that both parts are what the info says. */
    public ImageDataset {
        check(info, "training", info.train(), train);
        check(info, "test", info.test(), test);
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
