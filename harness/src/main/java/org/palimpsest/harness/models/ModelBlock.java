package org.palimpsest.harness.models;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import org.palimpsest.harness.api.network.Network;

/** A network as a block of DJL: examples as stored, shape (n, ...), to scores, shape (n, outputs). */
final class ModelBlock extends AbstractBlock {
    private final Network network;

    /**
     * The block of a network.
     *
     * @param example shape of one example
     */
    ModelBlock(Network network, Shape example) {
        this.network = network;
        Map<String, Block> blocks = network.blocks();
        addChildBlock("backbone", blocks.get("backbone"));
        addChildBlock("head", blocks.get("head"));
        beforeInitialize(new Shape(1).addAll(example));
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray examples = inputs.singletonOrThrow();
        return new NDList(training ? network.logits(examples) : WithoutGradients.get(() -> network.predict(examples)));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        // they are, since a network is never without weights
    }

    /** The parameters alone, one after the other: blocks of backbones need not keep what DJL writes of each block. */
    @Override
    public void saveParameters(DataOutputStream out) throws IOException {
        out.write(version);
        saveMetadata(out);
        for (Parameter parameter : getParameters().values()) {
            parameter.save(out);
        }
    }

    /** What it had before is freed. */
    @Override
    public void loadParameters(NDManager manager, DataInputStream in) throws IOException, MalformedModelException {
        loadMetadata(in.readByte(), in);
        for (Parameter parameter : getParameters().values()) {
            Shape expected = parameter.getShape();
            parameter.close();
            parameter.load(manager, in);
            if (!parameter.isInitialized() || !parameter.getArray().getShape().equals(expected)) {
                throw new MalformedModelException("parameter " + parameter.getName() + " has not the shape " + expected);
            }
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), network.outputs())};
    }
}
