package org.palimpsest.harness.images;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.stream.PixelMap;
import org.palimpsest.harness.api.Rows;

/** Moves images to the device and maps their pixels there. */
final class DevicePixels {
    private static final int CHUNK = 4096;

    private DevicePixels() {}

    static Shape shape(ImageShape image) {
        return new Shape(image.channels(), image.height(), image.width());
    }

    static DataType type(ElementType stored) {
        return switch (stored) {
            case UINT8 -> DataType.UINT8;
            case FLOAT32 -> DataType.FLOAT32;
        };
    }

    /** Copies all images to the device: shape (n, channels, height, width), of the type that is stored. */
    static NDArray upload(NDManager manager, LabelledImages images) {
        ByteBuffer pixels = images.pixels();
        ByteBuffer direct = manager.allocateDirect(pixels.remaining());
        direct.put(pixels).rewind();
        return manager.create(direct, new Shape(images.size()).addAll(shape(images.shape())), type(images.type()));
    }

    /**
     * Copies the numbered rows of {@code source} through a pixel map to the rows of {@code target} from {@code at} on. What is
     * trained on and what is tested on goes this one way, rounding included.
     */
    static void copy(Rows source, int[] rows, PixelMap map, NDArray target, int at) {
        for (int from = 0; from < rows.length; from += CHUNK) {
            int count = Math.min(CHUNK, rows.length - from);
            try (NDManager step = target.getManager().newSubManager()) {
                NDArray images = source.select(step, Arrays.copyOfRange(rows, from, from + count));
                NDArray mapped = map.isIdentity() ? images : apply(map, images, step);
                target.set(new NDIndex("{}:{}", at + from, at + from + count), mapped);
            }
        }
    }

    /** out[p] = round(sum_k weight[k][p] in[index[k][p]]), clipped to 0..255, for every channel plane; features are neither rounded nor clipped. */
    private static NDArray apply(PixelMap map, NDArray images, NDManager step) {
        Shape shape = images.getShape();
        NDArray planes = images.reshape(shape.size() / map.positions(), map.positions());
        if (map.isPermutation()) {
            return moved(planes, map, 0, step).reshape(shape);
        }
        planes = planes.toType(DataType.FLOAT32, false);
        NDArray sum = null;
        for (int k = 0; k < map.taps(); k++) {
            NDArray term = moved(planes, map, k, step).muli(step.create(map.weight()[k]));
            sum = sum == null ? term : sum.addi(term);
        }
        if (images.getDataType() == DataType.FLOAT32) {
            return sum.reshape(shape);
        }
        return sum.round().clip(0, 255).toType(DataType.UINT8, false).reshape(shape);
    }

    /** What a tap of the map reads, as it is. */
    private static NDArray moved(NDArray planes, PixelMap map, int tap, NDManager step) {
        return planes.get(step, new NDIndex(":, {}", step.create(Arrays.stream(map.index()[tap]).asLongStream().toArray())));
    }
}
