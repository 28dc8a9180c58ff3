package org.palimpsest.methods.adapters;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** A block that does in training what it does in evaluation. */
final class Still extends AbstractBaseBlock {
    private final Block block;

    Still(Block block) {
        this.block = block;
    }

    @Override
    public void initialize(NDManager manager, DataType type, Shape... inputs) {
        beforeInitialize(inputs);
        block.initialize(manager, type, inputs);
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return block.forward(store, inputs, false, params);
    }

    @Override
    public BlockList getChildren() {
        return block.getChildren();
    }

    @Override
    public ParameterList getDirectParameters() {
        return block.getDirectParameters();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return block.getOutputShapes(inputs);
    }
}
