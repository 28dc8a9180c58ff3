package org.palimpsest.methods.plasticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Relu;
import org.palimpsest.harness.api.training.Optimiser;

/**
 * A layer of hidden units with the weights that come in and those that go out. A unit of a convolution is a channel; what goes out of it
 * are all weights behind that see it: of the next convolution, of a linear layer behind the flattened image, or of the head.
 */
final class UnitLayer implements Relu.Watcher {
    private final Network network;
    private final Optimiser optimiser;
    private final NDManager manager;
    private final Relu relu;
    private final int incoming;
    private final List<Integer> shifts;
    private final List<Integer> scales;
    private final int outgoing;
    private final Optional<Integer> nextBias;
    private final int units;
    private NDArray output;

    private UnitLayer(Network network, Optimiser optimiser, NDManager manager, Relu relu, List<Block> before, Block next) {
        this.network = network;
        this.optimiser = optimiser;
        this.manager = manager;
        this.relu = relu;
        incoming = number(before.get(0), Parameter.Type.WEIGHT).orElseThrow();
        shifts = before.stream().flatMap(b -> Stream.of(number(b, Parameter.Type.BIAS), number(b, Parameter.Type.BETA))).flatMap(Optional::stream).toList();
        scales = before.stream().map(b -> number(b, Parameter.Type.GAMMA)).flatMap(Optional::stream).toList();
        outgoing = number(next, Parameter.Type.WEIGHT).orElseThrow();
        nextBias = number(next, Parameter.Type.BIAS);
        units = (int) weight(incoming).getShape().get(0);
        relu.watch(this);
    }

    /** Number of the array of a type that a block has of its own, if it is trained. */
    private Optional<Integer> number(Block block, Parameter.Type type) {
        return block.getDirectParameters().values().stream().filter(p -> p.getType() == type && p.requiresGradient())
                .map(network.parameters()::indexOf).findFirst();
    }

    /** The same backbone with units that can be told; throws IllegalArgumentException if there are others. */
    static Block seen(Block backbone) {
        Block rebuilt = Structure.withRelus(backbone);
        scan(Structure.inARow(rebuilt), (relu, before, next) -> {});
        return rebuilt;
    }

    /** All layers of units of a network, watched from now on, in its order. */
    static List<UnitLayer> of(Network network, Optimiser optimiser, NDManager manager) {
        List<UnitLayer> found = new ArrayList<>();
        Block head = network.blocks().get("head");
        scan(Structure.inARow(network.blocks().get("backbone")),
                (relu, before, next) -> found.add(new UnitLayer(network, optimiser, manager, relu, before, next.orElse(head))));
        return found;
    }

    private interface Visitor {
        void found(Relu relu, List<Block> before, Optional<Block> next);
    }

    /** Tells of every ReLU, the layer before it with its normalisation, and the layer behind it, if it is not the last one. */
    private static void scan(List<Block> row, Visitor visitor) {
        List<Block> before = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            Block block = row.get(i);
            if (Structure.isLayer(block)) {
                before.clear();
                before.add(block);
            } else if (Structure.isNorm(block) && !before.isEmpty()) {
                before.add(block);
            } else if (block instanceof Relu relu) {
                if (before.isEmpty()) {
                    throw new IllegalArgumentException("it has a ReLU without a layer of weights before it");
                }
                visitor.found(relu, List.copyOf(before), row.subList(i, row.size()).stream().filter(Structure::isLayer).findFirst());
                before.clear();
            } else if (Structure.isFunction(block)) {
                throw new IllegalArgumentException("it has units that are not ReLU");
            }
        }
    }

    /** Keeps what the units gave in the last training pass, which lives as long as the step. */
    @Override
    public void saw(NDArray given, boolean training) {
        if (training) {
            output = given;
        }
    }

    /** Whether there was a training pass since the last update; there is none while the backbone is frozen. */
    boolean wasSeen() {
        return output != null;
    }

    /** Forgets what the units gave, as has to happen with each update, after which those arrays may be gone. */
    void forget() {
        output = null;
    }

    /** Number of units. */
    int units() {
        return units;
    }

    /** The mean output of each unit over the examples of the last training pass and its positions. */
    double[] means() {
        return means(output, 1);
    }

    /** The mean size of each unit's outputs in the last training pass. */
    double[] meanSizes() {
        return means(output.abs(), 1);
    }

    /** The mean distance of each unit's outputs in the last training pass from a number of its own. */
    double[] meanDistances(double[] from) {
        try (NDManager own = manager.newSubManager()) {
            return means(output.sub(alongAxis1(own, output, from)).abs(), 1);
        }
    }

    /** The mean size of each unit's incoming weights, biases left out. */
    double[] incomingSizes() {
        return means(weight(incoming).abs(), 0);
    }

    /** The mean size of each unit's outgoing weights. */
    double[] outgoingSizes() {
        return means(weight(outgoing).abs(), 1);
    }

    /** The mean of what belongs to each unit along an axis. */
    private double[] means(NDArray array, int axis) {
        int[] others = IntStream.range(0, array.getShape().dimension()).filter(a -> a != axis).toArray();
        float[] sums = array.sum(others).toFloatArray();
        double count = (double) array.size() / units;
        double[] means = new double[units];
        for (int i = 0; i < sums.length; i++) {
            means[unit(i, sums.length)] += sums[i] / count;
        }
        return means;
    }

    /** The unit that number {@code i} of so many along an axis belongs to: every copy holds all units, and of each all its positions. */
    private int unit(int i, int length) {
        int positions = Math.max(1, length / (units * relu.copies()));
        return i / positions % units;
    }

    /** A number for each unit, owned by the manager, in a shape that broadcasts along axis 1 of an array of theirs. */
    private NDArray alongAxis1(NDManager owner, NDArray array, double[] perUnit) {
        int length = (int) array.getShape().get(1);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) perUnit[unit(i, length)];
        }
        long[] shape = new long[array.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[1] = length;
        return owner.create(values, new Shape(shape));
    }

    /**
     * Lets units begin anew: incoming weights as initial ones are drawn, scales 1, biases and outgoing weights 0, and all forgotten that the
     * optimiser has gathered about any of them. With several layers the last one comes first, or what is drawn for it would
     * stand where zeros of the one before belong.
     *
     * @param chosen numbers of the units
     */
    void replace(int[] chosen, UniformRandomProvider random) {
        NDArray in = weight(incoming);
        Shape ofUnit = in.getShape().slice(1);
        float bound = FanIn.bound(ofUnit.size());
        float[] drawn = new float[chosen.length * (int) ofUnit.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = bound * (2 * random.nextFloat() - 1);
        }
        double[] kept = new double[units];
        Arrays.fill(kept, 1);
        Arrays.stream(chosen).forEach(u -> kept[u] = 0);
        try (NDManager own = manager.newSubManager()) {
            NDArray values = own.create(drawn, new Shape(chosen.length).addAll(ofUnit));
            NDArray row = own.create(toFloats(kept));
            NDArray column = row.reshape(new Shape(units).addAll(ones(ofUnit.dimension())));
            NDArray across = alongAxis1(own, weight(outgoing), kept);
            new Rows(in).put(chosen, values);
            optimiser.forget(incoming, column);
            for (int shift : shifts) {
                weight(shift).muli(row);
                optimiser.forget(shift, row);
            }
            for (int scale : scales) {
                weight(scale).muli(row).addi(row.eq(0).toType(row.getDataType(), false));
                optimiser.forget(scale, row);
            }
            weight(outgoing).muli(across);
            optimiser.forget(outgoing, across);
        }
    }

    /** Adds to the biases behind what the layer's outgoing weights make of the given outputs of its units, if there are any. */
    void addToNextBias(double[] outputs) {
        nextBias.ifPresent(bias -> {
            NDArray out = weight(outgoing);
            try (NDManager own = manager.newSubManager()) {
                int[] inputs = IntStream.range(1, out.getShape().dimension()).toArray();
                weight(bias).addi(out.mul(alongAxis1(own, out, outputs)).sum(inputs));
            }
        });
    }

    private static Shape ones(int dimensions) {
        long[] ones = new long[dimensions];
        Arrays.fill(ones, 1);
        return new Shape(ones);
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private NDArray weight(int i) {
        return network.parameters().get(i).getArray();
    }
}
