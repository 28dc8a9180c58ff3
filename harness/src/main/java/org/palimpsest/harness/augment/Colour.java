package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Arithmetic on images of shape (n, channels, height, width), FLOAT32, 0 to 255. */
final class Colour {
    static final float WHITE = 255;

    /** Luma of red, green and blue: ITU-R BT.601. */
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};
    /** Where in the hue circle of six parts each of red, green and blue begins to fade (Smith, SIGGRAPH 1978, turned round). */
    private static final float[] FADES = {5, 3, 1};
    private static final float SEXTANTS = 6;

    private Colour() {}

    /** Images as floats; not to be written to, for floats are not copied. */
    static NDArray floats(NDArray images) {
        return images.toType(DataType.FLOAT32, false);
    }

    /** A number per image, to be multiplied or compared with images: shape (n, 1, 1, 1). */
    static NDArray perImage(NDManager manager, float[] values) {
        return manager.create(values, new Shape(values.length, 1, 1, 1));
    }

    /** Lightness of every pixel: shape (n, 1, height, width). A grey image is its own. */
    static NDArray luma(NDArray floats) {
        if (floats.getShape().get(1) == 1) {
            return floats;
        }
        return floats.mul(floats.getManager().create(LUMA, new Shape(LUMA.length, 1, 1))).sum(new int[] {1}, true);
    }

    /** Mean over each image of its luma in whole numbers, whose sum does not depend on its order: shape (n, 1, 1, 1). */
    static NDArray meanLuma(NDArray floats) {
        Shape shape = floats.getShape();
        long pixels = shape.get(2) * shape.get(3);
        NDArray sum = luma(floats).round().toType(DataType.INT64, false).reshape(shape.get(0), pixels).sum(new int[] {1}, false);
        NDArray mean = sum.toType(DataType.FLOAT32, false).divi(floats.getManager().create((float) pixels));
        return mean.reshape(shape.get(0), 1, 1, 1);
    }

    /** The mixture factor x + (1 - factor) y, clipped to what a pixel can be; a factor above 1 leads away from y. */
    static NDArray blend(NDArray x, NDArray y, NDArray factor) {
        NDArray rest = factor.neg().addi(factor.getManager().create(1f));
        return x.mul(factor).addi(y.mul(rest)).clip(0, WHITE);
    }

    /**
     * Turns the hue of red, green and blue, in the hexagonal colour model (Smith, Color gamut transform pairs, SIGGRAPH 1978).
     *
     * @param turns shape (n, 1, 1, 1); 1/3 makes red green
     */
    static NDArray turnHue(NDArray floats, NDArray turns) {
        NDManager manager = floats.getManager();
        NDArray value = floats.max(new int[] {1}, true);
        NDArray chroma = value.sub(floats.min(new int[] {1}, true));
        NDArray hue = sextant(floats, value, chroma).addi(turns.mul(manager.create(SEXTANTS)));
        NDArray place = hue.add(manager.create(FADES, new Shape(FADES.length, 1, 1))).modi(manager.create(SEXTANTS));
        NDArray faded = place.minimum(place.neg().addi(manager.create(4f))).clip(0, 1);
        return faded.muli(chroma).negi().addi(value).clip(0, WHITE);
    }

    /** Hue from 0 (red) by 2 (green) and 4 (blue) to 6, possibly negative near red; shape (n, 1, height, width). */
    private static NDArray sextant(NDArray floats, NDArray value, NDArray chroma) {
        NDManager manager = floats.getManager();
        NDList planes = floats.split(LUMA.length, 1);
        NDArray red = planes.get(0);
        NDArray green = planes.get(1);
        NDArray blue = planes.get(2);
        NDArray divisor = chroma.maximum(manager.create(Float.MIN_NORMAL)); // a grey pixel has no hue, and 0 / this is 0
        NDArray fromRed = green.sub(blue).divi(divisor);
        NDArray fromGreen = blue.sub(red).divi(divisor).addi(manager.create(2f));
        NDArray fromBlue = red.sub(green).divi(divisor).addi(manager.create(4f));
        return NDArrays.where(red.eq(value), fromRed, NDArrays.where(green.eq(value), fromGreen, fromBlue));
    }
}
