package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Losses;

/**
 * Rotation prediction (Gidaris et al., ICLR 2018): a linear head on the features says by how many quarters an image is turned, and its
 * cross-entropy is added to the loss of the base session.
 */
final class Rotation {
    private final TrickWeights.Dense head;
    private final Options options;

    Rotation(TrickWeights weights, int features, Options options) {
        this.head = weights.dense("rotation", features, ImageTransforms.TURNS);
        this.options = options;
    }

    /** Which turns of an image are shown in one step. */
    enum Turns {
        /** All four of every image, as in the source. */
        ALL,
        /** One of every image, all equally often in a batch: a quarter of the cost. */
        ONE
    }

    /** Options. */
    record Options(
            @Doc("weight of the rotation loss; not stated by the paper") @PositiveOrZero @Default("0.5") double weight,
            @Doc("turns of each image in a step: all four, or one in turn for a quarter of the cost; not stated by the paper")
            @Default("all") Turns turns) {}

    /** Turned images, labelled by their quarters, 0 to 3. */
    Batch turned(Batch view) {
        NDList images = new NDList();
        int[] quarters = new int[0];
        for (int q = 0; q < ImageTransforms.TURNS; q++) {
            int turn = q;
            int[] rows = options.turns == Turns.ALL ? rows(0, 1, view.size()) : rows(q, ImageTransforms.TURNS, view.size());
            if (rows.length > 0) {
                Batch part = options.turns == Turns.ALL ? view : view.select(rows);
                images.add(ImageTransforms.turned(part.examples(), turn));
                int before = quarters.length;
                quarters = Arrays.copyOf(quarters, before + rows.length);
                Arrays.fill(quarters, before, quarters.length, turn);
            }
        }
        return new Batch(NDArrays.concat(images), quarters);
    }

    private static int[] rows(int first, int step, int size) {
        return IntStream.iterate(first, i -> i < size, i -> i + step).toArray();
    }

    /** The weighted loss; features of the turned images, shape (n, d). */
    NDArray loss(NDArray features, Batch turned) {
        return Losses.crossEntropy(head.apply(features), turned.labels()).mul(options.weight);
    }
}
