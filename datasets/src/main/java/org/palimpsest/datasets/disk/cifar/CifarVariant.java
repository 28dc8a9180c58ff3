package org.palimpsest.datasets.disk.cifar;

import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.DatasetCard;

/**
 * Which of the two data sets.
 *
 * @param card what it is
 * @param binary its binary files
 * @param python its pickled files
 */
record CifarVariant(DatasetCard card, Binary binary, Python python) {

    /**
     * The binary files.
     *
     * @param folder where they are
     * @param train names of the training files
     * @param test name of the test file
     * @param names name of the file of the class names
     * @param groups name of the file of the superclasses' names; if present, every image's class is preceded by its superclass
     */
    record Binary(String folder, List<String> train, String test, String names, Optional<String> groups) {}

    /**
     * The pickled files.
     *
     * @param folder where they are
     * @param train names of the training files
     * @param test name of the test file
     * @param meta name of the file of the names
     * @param labels the key of the classes of a file
     * @param names the key of the class names
     * @param groupLabels the key of the superclasses of a file
     * @param groupNames the key of the superclasses' names
     */
    record Python(String folder, List<String> train, String test, String meta, String labels, String names,
            Optional<String> groupLabels, Optional<String> groupNames) {}

    private static final String LICENCE = "none stated; cite Krizhevsky, \"Learning Multiple Layers of Features from Tiny Images\", 2009";
    private static final String ORIGIN = "https://www.cs.toronto.edu/~kriz/cifar.html";

    static final CifarVariant CIFAR10 = new CifarVariant(
            new DatasetCard("cifar10", "CIFAR-10", LICENCE, ORIGIN, 10, 50_000, 10_000, CifarBatch.SHAPE.toString(),
                    "cifar-10-batches-bin (data_batch_1.bin ...) or cifar-10-batches-py (data_batch_1 ...)", false, false, false),
            new Binary("cifar-10-batches-bin",
                    List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"),
                    "test_batch.bin", "batches.meta.txt", Optional.empty()),
            new Python("cifar-10-batches-py",
                    List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5"),
                    "test_batch", "batches.meta", "labels", "label_names", Optional.empty(), Optional.empty()));

    static final CifarVariant CIFAR100 = new CifarVariant(
            new DatasetCard("cifar100", "CIFAR-100", LICENCE, ORIGIN, 100, 50_000, 10_000, CifarBatch.SHAPE.toString(),
                    "cifar-100-binary (train.bin, test.bin ...) or cifar-100-python (train, test, meta); few-shot lists in "
                            + "fscil_index_list or index_list/cifar100 (session_1.txt ...) beside the files or the folder",
                    false, false, false),
            new Binary("cifar-100-binary", List.of("train.bin"), "test.bin", "fine_label_names.txt",
                    Optional.of("coarse_label_names.txt")),
            new Python("cifar-100-python", List.of("train"), "test", "meta", "fine_labels", "fine_label_names",
                    Optional.of("coarse_labels"), Optional.of("coarse_label_names")));
}
