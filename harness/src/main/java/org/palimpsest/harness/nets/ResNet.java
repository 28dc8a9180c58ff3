package org.palimpsest.harness.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Relu;

/**
 * A residual network for small images: 3x3 stem without pooling, stages of two-convolution blocks, global average pooling.
 * Input (n, channels, h, w), output (n, width of the last stage).
 */
final class ResNet extends AbstractBlock {
    private final Convolution stem;
    private final Norm stemNorm;
    private final Relu stemRelu;
    private final List<Block> blocks = new ArrayList<>();
    private final int features;

    /**
     * A network.
     *
     * @param channels channels of the input
     * @param widths channels of each stage; every stage but the first halves the image
     * @param depth blocks per stage
     */
    ResNet(int channels, int[] widths, int depth, Shortcut shortcut) {
        stem = addChildBlock("stem", Layers.convolution(channels, widths[0], 3, 1));
        stemNorm = addChildBlock("stemNorm", Layers.batchNorm());
        stemRelu = addChildBlock("stemRelu", new Relu());
        int in = widths[0];
        for (int stage = 0; stage < widths.length; stage++) {
            for (int i = 0; i < depth; i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                String name = "stage" + (stage + 1) + "block" + (i + 1);
                blocks.add(addChildBlock(name, new ResidualBlock(in, widths[stage], stride, shortcut)));
                in = widths[stage];
            }
        }
        features = in;
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray maps = stemNorm.after(stem, store, inputs.singletonOrThrow(), training);
        maps = Layers.instead(maps, stemRelu.apply(maps, training), training);
        for (Block block : blocks) {
            maps = Layers.last(block, store, maps, training);
        }
        return new NDList(Layers.instead(maps, Pool.globalAvgPool2d(maps), training));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        stem.initialize(manager, type, inputs);
        Shape[] shapes = stem.getOutputShapes(inputs);
        stemNorm.initialize(manager, type, shapes);
        for (Block block : blocks) {
            block.initialize(manager, type, shapes);
            shapes = block.getOutputShapes(shapes);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), features)};
    }
}
