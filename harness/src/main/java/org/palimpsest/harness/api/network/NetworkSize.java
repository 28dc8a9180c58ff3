package org.palimpsest.harness.api.network;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.Locale;

/**
 * How large a network would be, found out by making it of arrays that take no memory: each is a single number that is seen at every place. So is
 * whatever else shows only when a network is made.
 *
 * @param bytes of all weights and statistics, the head included
 */
public record NetworkSize(long bytes) {
    private static final class Count {
        private double bytes;
    }

    /**
     * Makes the network, of which nothing stays.
     *
     * @param backbone not initialised, and of no use afterwards
     * @param example shape of one example
     * @param classes outputs of the head
     * @param room bytes that there are
     * @throws IllegalArgumentException if it cannot be made, or its weights take more than there is room for
     */
    public static NetworkSize of(Block backbone, Shape example, int classes, long room) {
        Count count = new Count();
        try (NDManager scratch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            backbone.setInitializer((manager, shape, type) -> ghost(manager, shape, type, count, room), parameter -> true);
            Shape input = new Shape(1).addAll(example);
            backbone.initialize(scratch, DataType.FLOAT32, input);
            Shape output = backbone.getOutputShapes(new Shape[] {input})[0];
            requireFeatures(output);
            count(new Shape(classes, output.get(1)), DataType.FLOAT32, count, room);
        } catch (EngineException e) {
            throw new IllegalArgumentException("it cannot be made: " + e.getMessage().lines().findFirst().orElse(""), e);
        }
        return new NetworkSize((long) count.bytes);
    }

    /** Requires that a backbone gives a vector for every example. */
    static void requireFeatures(Shape output) {
        if (output.dimension() != 2) {
            throw new IllegalArgumentException("a backbone gives (n, d) features, this one gives " + output);
        }
    }

    private static NDArray ghost(NDManager manager, Shape shape, DataType type, Count count, long room) {
        count(shape, type, count, room);
        return manager.zeros(new Shape(1), type).broadcast(shape);
    }

    private static void count(Shape shape, DataType type, Count count, long room) {
        count.bytes += Arrays.stream(shape.getShape()).asDoubleStream().reduce(type.getNumOfBytes(), (a, b) -> a * b);
        if (count.bytes > room) {
            throw new IllegalArgumentException("its weights, up to an array of shape " + shape + ", take " + inWords(count.bytes)
                    + " of memory, of which this machine has " + inWords(room));
        }
    }

    /** A number of bytes for people, e.g. {@code 1.5 GB}. */
    public static String inWords(double bytes) {
        String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
        double value = bytes / 1000;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
