package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;

/**
 * Changes of tone as the Python Imaging Library defines them, on images of shape (n, channels, height, width), FLOAT32, whole
 * numbers from 0 to 255. Results are not rounded yet.
 */
final class Tones {
    private static final int LEVELS = 256;

    private Tones() {}

    static NDArray invert(NDArray floats) {
        return floats.neg().addi(floats.getManager().create(Colour.WHITE));
    }

    /** Inverts values from the threshold on; thresholds of shape (n, 1, 1, 1). */
    static NDArray solarize(NDArray floats, NDArray thresholds) {
        NDArray bright = floats.gte(thresholds).toType(DataType.FLOAT32, false);
        // x + bright (255 - 2 x)
        NDArray difference = invert(floats).subi(floats);
        return difference.muli(bright).addi(floats);
    }

    /** Keeps the highest bits; numbers of bits, 1 to 8, of shape (n, 1, 1, 1). */
    static NDArray posterize(NDArray floats, NDArray bits) {
        NDManager manager = floats.getManager();
        NDArray step = manager.create(2f).pow(bits.neg().addi(manager.create(8f)));
        return floats.div(step).floor().muli(step);
    }

    /** Stretches every channel so that its least value becomes 0 and its greatest 255; a channel of one value stays. */
    static NDArray autoContrast(NDArray floats) {
        NDManager manager = floats.getManager();
        NDArray planes = planes(floats);
        NDArray least = planes.min(new int[] {1}, true);
        NDArray range = planes.max(new int[] {1}, true).subi(least);
        NDArray flat = range.eq(0).toType(DataType.FLOAT32, false);
        NDArray factor = manager.create(Colour.WHITE).div(range.add(flat));
        // a flat channel: divided by one, the factor would be 255, and its values must stay
        NDArray stretched = planes.sub(least).muli(factor).muli(flat.neg().addi(manager.create(1f)));
        return stretched.addi(planes.mul(flat)).reshape(floats.getShape());
    }

    /**
     * Levels every channel's histogram: a value v becomes (step / 2 + number of pixels below v) / step in whole numbers, where step
     * is the number of pixels but those of the greatest value, over 255; with a step of 0 the channel stays.
     */
    static NDArray equalize(NDArray floats) {
        NDManager manager = floats.getManager();
        NDArray planes = planes(floats);
        long count = planes.getShape().get(0);
        long pixels = planes.getShape().get(1);
        NDArray greatest = planes.eq(planes.max(new int[] {1}, true)).toType(DataType.FLOAT32, false).sum(new int[] {1}, true);
        NDArray step = greatest.neg().addi(manager.create((float) pixels)).divi(manager.create(Colour.WHITE)).floor();
        NDArray stays = step.eq(0).toType(DataType.FLOAT32, false);
        NDArray divisor = step.add(stays);
        NDArray half = divisor.div(manager.create(2f)).floor();
        NDArray below = below(planes, count, pixels);
        NDArray table = below.addi(half).divi(divisor).floor().clip(0, LEVELS - 1);
        NDArray level = table.gather(planes.toType(DataType.INT64, false), 1);
        return level.muli(stays.neg().addi(manager.create(1f))).addi(planes.mul(stays)).reshape(floats.getShape());
    }

    /**
     * How many pixels lie below each value that occurs: where it first stands among the sorted ones. Counting by scattered additions
     * is not offered by the engine's Java side. Shape (planes, 257); entries of values that do not occur mean nothing.
     */
    private static NDArray below(NDArray planes, long count, long pixels) {
        NDManager manager = planes.getManager();
        NDArray sorted = planes.sort(1);
        NDArray before = NDArrays.concat(new NDList(manager.full(new Shape(count, 1), -1f), sorted.get(new NDIndex(":, :-1"))), 1);
        // all but the first of equal values go to a slot that is never looked at
        NDArray again = sorted.eq(before).toType(DataType.FLOAT32, false);
        NDArray slot = sorted.add(again.muli(manager.create((float) LEVELS))).minimum(manager.create((float) LEVELS)).toType(DataType.INT64, false);
        NDArray places = manager.arange(0f, pixels, 1f, DataType.FLOAT32).reshape(1, pixels).broadcast(new Shape(count, pixels));
        return manager.zeros(new Shape(count, LEVELS + 1)).scatter(slot, places, 1);
    }

    /** Every pixel but those at the edge becomes the weighted mean (5 for itself, 1 for each neighbour) of its 3 x 3 block. */
    static NDArray smooth(NDArray floats) {
        NDManager manager = floats.getManager();
        Shape shape = floats.getShape();
        NDArray block = JniUtils.avgPool((PtNDArray) floats, new Shape(3, 3), new Shape(1, 1), new Shape(1, 1), false, true);
        // the mean of nine whole numbers, back to their sum
        NDArray sum = block.muli(manager.create(9f)).round();
        NDArray mean = sum.addi(floats.mul(manager.create(4f))).divi(manager.create(13f)).round();
        NDArray inner = manager.create(inner((int) shape.get(2), (int) shape.get(3)), new Shape(shape.get(2), shape.get(3)));
        return mean.subi(floats).muli(inner).addi(floats);
    }

    private static float[] inner(int height, int width) {
        float[] inner = new float[height * width];
        for (int y = 1; y < height - 1; y++) {
            Arrays.fill(inner, y * width + 1, Math.max(y * width + 1, (y + 1) * width - 1), 1);
        }
        return inner;
    }

    /** Shape (n * channels, pixels). */
    private static NDArray planes(NDArray floats) {
        Shape shape = floats.getShape();
        return floats.reshape(shape.get(0) * shape.get(1), shape.get(2) * shape.get(3));
    }
}
