package org.palimpsest.datasets.disk.cifar;

import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.DatasetCard;

/**
 * Which of the two data sets.
 *
 * @param card what it is
 * @param binary its binary files; those of names hold the classes' and, if there is a second one, the superclasses', in which case
 *     every image's class is preceded by its superclass
 * @param python its pickled files; the one of names holds all of them
 * @param keys what is called how in the pickled files
 */
record CifarVariant(DatasetCard card, Files binary, Files python, Keys keys) {

    /**
     * The files of one format.
     *
     * @param folder where they are
     * @param train names of those of the training part
     * @param test name of that of the test part
     * @param names names of those that hold names, one or two
     */
    record Files(String folder, List<String> train, String test, List<String> names) {}

    /**
     * The keys of the pickled files.
     *
     * @param labels of the classes of a file
     * @param names of the class names
     * @param groupLabels of the superclasses of a file
     * @param groupNames of the superclasses' names
     */
    record Keys(String labels, String names, Optional<String> groupLabels, Optional<String> groupNames) {}

    private static final String LICENCE = "none stated; cite Krizhevsky, \"Learning Multiple Layers of Features from Tiny Images\", 2009";
    private static final String ORIGIN = "https://www.cs.toronto.edu/~kriz/cifar.html";

    static final CifarVariant CIFAR10 = new CifarVariant(
            new DatasetCard("cifar10", "CIFAR-10", LICENCE, ORIGIN, 10, 50_000, 10_000, CifarBatch.SHAPE.toString(),
                    "cifar-10-batches-bin (data_batch_1.bin ...) or cifar-10-batches-py (data_batch_1 ...)", false, false, false),
            new Files("cifar-10-batches-bin",
                    List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"),
                    "test_batch.bin", List.of("batches.meta.txt")),
            new Files("cifar-10-batches-py",
                    List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5"),
                    "test_batch", List.of("batches.meta")),
            new Keys("labels", "label_names", Optional.empty(), Optional.empty()));

    static final CifarVariant CIFAR100 = new CifarVariant(
            new DatasetCard("cifar100", "CIFAR-100", LICENCE, ORIGIN, 100, 50_000, 10_000, CifarBatch.SHAPE.toString(),
                    "cifar-100-binary (train.bin, test.bin ...) or cifar-100-python (train, test, meta); few-shot lists in "
                            + "fscil_index_list or index_list/cifar100 (session_1.txt ...) beside the files or the folder",
                    false, false, false),
            new Files("cifar-100-binary", List.of("train.bin"), "test.bin", List.of("fine_label_names.txt", "coarse_label_names.txt")),
            new Files("cifar-100-python", List.of("train"), "test", List.of("meta")),
            new Keys("fine_labels", "fine_label_names", Optional.of("coarse_labels"), Optional.of("coarse_label_names")));
}
