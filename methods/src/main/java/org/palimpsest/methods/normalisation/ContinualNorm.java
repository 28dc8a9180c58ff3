package org.palimpsest.methods.normalisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import org.palimpsest.harness.api.network.Channels;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Normaliser;

/** Continual normalisation: batch normalisation of group-normalised activations (Pham, Liu and Hoi, ICLR 2022, equation 5). */
final class ContinualNorm extends Normaliser {
    private final int mostGroups;
    private final BatchNorm batchNorm;
    private int groups;

    /**
     * A normaliser.
     *
     * @param mostGroups groups of channels at most
     * @param affine whether scale and shift are trained, or stay at 1 and 0
     */
    ContinualNorm(int mostGroups, boolean affine) {
        this.mostGroups = mostGroups;
        batchNorm = addChildBlock("batchNorm", Norm.batchNorm());
        if (!affine) {
            batchNorm.freezeParameters(true);
        }
    }

    @Override
    protected void prepare(Shape[] inputs) {
        groups = GroupNorm.groups(inputs[0], mostGroups);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        batchNorm.initialize(manager, type, inputs);
    }

    @Override
    protected NDArray normalise(ParameterStore store, NDArray x, boolean training) {
        NDArray standard = Channels.standardise(x, groups, Norm.EPSILON);
        return batchNorm.forward(store, new NDList(standard), training && Norm.varies(standard)).singletonOrThrow();
    }
}
