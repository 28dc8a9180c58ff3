package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a network where activations of shape (n, channels, ...) are normalised. It is batch normalisation unless a
 * {@link NormaliserModule} puts something else there before the network is initialised. A backbone whose normalisation shall be a
 * choice uses it in place of DJL's block; to whoever looks at the network's weights and layers, it is what fills it.
 */
public final class Norm extends AbstractBaseBlock {
    /** Running statistics of batch normalisation move by this share of the way, as in PyTorch. */
    public static final float MOMENTUM = 0.1f;
    /** Added to variances. */
    public static final float EPSILON = 1e-5f;

    private final BatchNorm own = batchNorm();
    private Block content = own;

    /** The engine's own batch normalisation with PyTorch's constants. */
    public static BatchNorm batchNorm() {
        return BatchNorm.builder().optMomentum(1 - MOMENTUM).optEpsilon(EPSILON).build();
    }

    /** All of these in a network, in its order. */
    public static List<Norm> in(Block network) {
        List<Norm> found = new ArrayList<>();
        if (network instanceof Norm norm) {
            found.add(norm);
        }
        network.getChildren().values().forEach(child -> found.addAll(in(child)));
        return found;
    }

    /** What normalises here. */
    public Block content() {
        return content;
    }

    /**
     * Puts something else here, before the network is initialised. Its arrays start as those of the same name would have that were
     * here before.
     *
     * @param other from any shape to the same shape
     */
    public void fill(Block other) {
        ParameterList before = content.getDirectParameters();
        for (Pair<String, Parameter> named : other.getDirectParameters()) {
            if (before.contains(named.getKey())) {
                named.getValue().setInitializer(before.get(named.getKey()).getInitializer());
            }
        }
        content = other;
    }

    /** Whether it is batch normalisation, for nothing else was put here. */
    public boolean isBatchNorm() {
        return content == own;
    }

    /**
     * What a convolution gives of an array, normalised here. While the network is {@linkplain Network#folded folded}, batch normalisation is part of the
     * convolution; a backbone that asks the two blocks one after the other is as right, and not as fast.
     */
    public NDArray after(Convolution convolution, ParameterStore store, NDArray input, boolean training) {
        if (!training && isBatchNorm() && store instanceof WeightsOf weights && weights.isFolding()) {
            return weights.fold(convolution, this, own).of(input);
        }
        NDArray maps = convolution.forward(store, new NDList(input), training).singletonOrThrow();
        NDArray normal = forward(store, new NDList(maps), training).singletonOrThrow();
        if (!training && normal != maps) {
            maps.close();
        }
        return normal;
    }

    @Override
    public void initialize(NDManager manager, DataType type, Shape... inputs) {
        beforeInitialize(inputs);
        content.initialize(manager, type, inputs);
    }

    /**
     * Whether activations of shape (n, channels, ...) have more than one number for each channel. Where they do not, as of a single example that
     * is down to one position, there is no variance to normalise by: in training as well, batch normalisation then goes by its running
     * statistics, and leaves them as they are.
     */
    public static boolean varies(NDArray activations) {
        Shape shape = activations.getShape();
        return shape.size() > shape.get(1);
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        boolean batchStatistics = training && (!(content instanceof BatchNorm) || varies(inputs.singletonOrThrow()));
        return content.forward(store, inputs, batchStatistics, params);
    }

    @Override
    public BlockList getChildren() {
        return content.getChildren();
    }

    @Override
    public ParameterList getDirectParameters() {
        return content.getDirectParameters();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return inputs;
    }
}
