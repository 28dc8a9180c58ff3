package org.palimpsest.harness.api.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.function.Function;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Randomness;

/** CutMix (Yun et al., ICCV 2019, equations 1 and 2) with uniformly drawn areas, i.e. Beta(1, 1). */
public final class CutMix {
    private CutMix() {}

    /**
     * A batch whose images have each had a rectangle pasted in from another image of the batch, the same rectangle for all.
     *
     * @param batch the images, with the labels of what surrounds the rectangle
     * @param pasted the examples that the rectangles were taken from, one for each; their images are whole
     * @param share part of the area outside the rectangle, in [0, 1]
     */
    public record Mixed(Batch batch, Batch pasted, double share) {
        /** The loss against what surrounds the rectangles and against what is in them, weighted by area. */
        public NDArray loss(Function<Batch, NDArray> against) {
            NDArray own = against.apply(batch);
            return share == 1 ? own : own.mul(share).add(against.apply(pasted).mul(1 - share));
        }
    }

    /**
     * Mixes a batch.
     *
     * @param batch images of shape (n, channels, height, width); anything else is left as it is
     * @param probability that the batch is mixed at all
     */
    public static Mixed mix(Batch batch, double probability, UniformRandomProvider random) {
        Shape shape = batch.examples().getShape();
        if (shape.dimension() != 4 || random.nextDouble() >= probability) {
            return new Mixed(batch, batch, 1);
        }
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        double side = Math.sqrt(1 - random.nextDouble());
        int[] rows = span(height, side, random);
        int[] columns = span(width, side, random);
        Batch others = batch.select(Randomness.permutation(batch.size(), random));
        NDArray images = batch.examples().duplicate();
        NDIndex box = new NDIndex(":, :, {}:{}, {}:{}", rows[0], rows[1], columns[0], columns[1]);
        int area = (rows[1] - rows[0]) * (columns[1] - columns[0]);
        if (area > 0) {
            images.set(box, others.examples().get(box));
        }
        return new Mixed(batch.withExamples(images), others, 1 - (double) area / (height * width));
    }

    /** A stretch of that part of the length around a point drawn at random, cut off at the ends. */
    private static int[] span(int length, double part, UniformRandomProvider random) {
        int half = (int) (length * part / 2);
        int centre = random.nextInt(length);
        return new int[] {Math.max(centre - half, 0), Math.min(centre + half, length)};
    }
}
