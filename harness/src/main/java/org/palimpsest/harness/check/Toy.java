package org.palimpsest.harness.check;

import java.util.function.IntUnaryOperator;
import org.palimpsest.harness.check.ToyImages.Poison;

/**
 * A stream of the kit.
 *
 * @param id of the benchmark
 * @param stream lines of the stream's definition besides its name and data
 * @param epochs passes over each task
 * @param train training pictures of each class
 * @param poison what is not as in the stream that it is compared with
 */
record Toy(String id, String stream, int epochs, IntUnaryOperator train, Poison poison) {
    private static final int MANY = 20;
    private static final String CLASSES = "scenario: class-incremental\ntasks: 3\nsplit: classes\nclassOrder: natural\n";

    /** Three tasks of two classes. */
    static final Toy PLAIN = new Toy("toy-plain", CLASSES, 6, label -> MANY, Poison.NONE);

    /** The last task has other training pictures. */
    static final Toy OTHER_FUTURE = new Toy(PLAIN.id, CLASSES, PLAIN.epochs, PLAIN.train, Poison.LAST_CLASSES);

    /** The test pictures are others. */
    static final Toy OTHER_TEST = new Toy(PLAIN.id, CLASSES, PLAIN.epochs, PLAIN.train, Poison.TEST);

    /** Three times as many passes. */
    static final Toy LONGER = new Toy("toy-longer", CLASSES, 3 * PLAIN.epochs, PLAIN.train, Poison.NONE);

    /** A task of one class, whose last batch is a single picture, then one of two of which one has a single picture, then one of three. */
    static final Toy ODD = new Toy("toy-odd", "scenario: class-incremental\nincrements: [1, 2, 3]\nsplit: classes\nclassOrder: natural\n", 2,
            label -> label == 0 ? 9 : label == 1 ? 1 : 11 + label, Poison.NONE);

    /** The same classes in every task, with their pixels in another order. */
    static final Toy REPEATED = new Toy("toy-repeated", "scenario: domain-incremental\ntasks: 3\nsplit: permuted\nclassOrder: natural\n", 2,
            label -> 5, Poison.NONE);

    /** The definition of the benchmark. */
    String benchmark() {
        return "id: " + id + "\nversion: 1\ntitle: a stream of the conformance kit\nstream: " + id + "-stream.yaml\n"
                + "backbone: {name: mlp, widths: [32]}\nhead: full\nstandardise: unit\nbudget: {epochs: " + epochs + ", batch: 8}\n"
                + "optimiser: {name: sgd, lr: 0.1}\nprobe: {perTask: 4, growth: 2}\nthreads: 1\n";
    }

    /** The definition of the stream. */
    String stream(String folder) {
        return "id: " + id + "-stream\nversion: 1\ndataset: \"image-folder:" + folder + "@" + ToyImages.SIDE + "\"\n" + stream;
    }
}
