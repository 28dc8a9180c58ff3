package org.palimpsest.harness.api.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Starts an array of a network from given values instead of drawing it. An initialiser, so that an add-on which exchanges layers of
 * a backbone leaves the others their weights.
 */
public final class Pretrained implements Initializer {
    private static final long MOST_AT_ONCE = Integer.MAX_VALUE / Float.BYTES;

    private final String name;
    private final PretrainedArray values;

    private Pretrained(String name, PretrainedArray values) {
        this.name = name;
        this.values = values;
    }

    /**
     * Starts every array of a block from pretrained ones, running statistics included.
     *
     * @param block not initialised
     * @param nameInFile from the path of an array, e.g. {@code stage1block1.convolution1.weight}, to its name in the file
     * @param unused names in the file of what the block has no use for, such as a classifier
     * @throws IllegalArgumentException if the block has an array that the file lacks, or one of another shape, or the file one that is neither used nor unused;
     *     where a shape is known only when the block is initialised, another is refused then
     */
    public static void apply(Block block, PretrainedWeights weights, UnaryOperator<String> nameInFile, Predicate<String> unused) {
        Set<String> left = new LinkedHashSet<>(weights.arrays().keySet());
        left.removeIf(unused);
        apply("", block, weights, nameInFile, left);
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(weights.name() + " is of another network: there is no place for " + String.join(", ", left));
        }
    }

    private static void apply(String path, Block block, PretrainedWeights weights, UnaryOperator<String> nameInFile, Set<String> left) {
        for (Pair<String, Parameter> own : block.getDirectParameters()) {
            String name = nameInFile.apply(path + own.getKey());
            Pretrained start = new Pretrained(weights.name() + ": " + name, weights.array(name));
            if (own.getValue().getShape() != null) {
                start.require(own.getValue().getShape());
            }
            own.getValue().setInitializer(start);
            left.remove(name);
        }
        for (Pair<String, Block> child : block.getChildren()) {
            apply(path + Network.withoutNumber(child.getKey()) + ".", child.getValue(), weights, nameInFile, left);
        }
    }

    private void require(Shape shape) {
        if (!values.shape().equals(shape)) {
            throw new IllegalArgumentException(name + " has shape " + values.shape() + ", the network needs " + shape);
        }
    }

    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
        require(shape);
        // written where they are to be: a network may fill most of the memory, in which there is no room for any of it twice
        if (!manager.getDevice().isGpu()) {
            return filled(manager, shape, type);
        }
        try (NDManager host = manager.newSubManager(Device.cpu())) {
            NDArray array = filled(host, shape, type).toDevice(manager.getDevice(), true);
            array.attach(manager);
            return array;
        }
    }

    private NDArray filled(NDManager host, Shape shape, DataType type) {
        NDArray array = host.create(shape, type);
        fill(array, 0, shape.size());
        return array;
    }

    /** Reads numbers into an array on the host, the first of which is number {@code from} of all. */
    private void fill(NDArray array, long from, long size) {
        if (size <= MOST_AT_ONCE) {
            values.read(from, array.toByteBuffer(true).asFloatBuffer());
            return;
        }
        long rows = array.getShape().get(0); // no buffer reaches over more than 2 GB
        long half = rows / 2;
        long first = size / rows * half;
        try (NDArray upper = array.get(new NDIndex("0:{}", half)); NDArray lower = array.get(new NDIndex("{}:", half))) {
            fill(upper, from, first);
            fill(lower, from + first, size - first);
        }
    }
}
