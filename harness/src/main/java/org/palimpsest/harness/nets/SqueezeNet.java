package org.palimpsest.harness.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.network.Relu;

/**
 * SqueezeNet 1.1 up to its last fire module: a 3x3 convolution of stride 2, eight fire modules with three poolings between them, and the
 * mean over positions. Input (n, channels, h, w) with sides of 17 or more, output (n, 512).
 */
final class SqueezeNet extends AbstractBlock {
    private static final int STEM = 64;
    private static final int SMALLEST = 17;
    private static final int[] SQUEEZED = {16, 16, 32, 32, 48, 48, 64, 64};
    private static final List<Integer> POOLED = List.of(2, 4); // modules with a pooling before them

    private final Block stem;
    private final Relu stemRelu;
    private final List<Fire> modules = new ArrayList<>();

    SqueezeNet(Shape input) {
        if (input.get(1) < SMALLEST || input.get(2) < SMALLEST) {
            throw new IllegalArgumentException("images of " + SMALLEST + " pixels or more are needed, these are of " + input);
        }
        stem = addChildBlock("conv1", Layers.biased((int) input.get(0), STEM, 3, 2, 0));
        stemRelu = addChildBlock("conv1Relu", new Relu());
        int in = STEM;
        for (int i = 0; i < SQUEEZED.length; i++) {
            Fire module = new Fire(in, SQUEEZED[i], 4 * SQUEEZED[i]);
            modules.add(addChildBlock("fire" + (i + 2), module));
            in = module.channels();
        }
    }

    /** The largest of 3x3, at every second position; the last window may reach over the edge. */
    private static NDArray pool(NDArray maps) {
        return Pool.maxPool2d(maps, new Shape(3, 3), new Shape(2, 2), new Shape(0, 0), true);
    }

    private static long pooled(long side) {
        return (side - 2) / 2 + 1;
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray maps = Layers.forward(stem, store, inputs.singletonOrThrow(), training);
        maps = Layers.instead(maps, stemRelu.apply(maps, training), training);
        maps = Layers.instead(maps, pool(maps), training);
        for (int i = 0; i < modules.size(); i++) {
            maps = POOLED.contains(i) ? Layers.instead(maps, pool(maps), training) : maps;
            maps = Layers.last(modules.get(i), store, maps, training);
        }
        return new NDList(Layers.instead(maps, Pool.globalAvgPool2d(maps), training));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        stem.initialize(manager, type, inputs);
        Shape[] shapes = stem.getOutputShapes(inputs);
        stemRelu.initialize(manager, type, shapes);
        shapes = pooled(shapes);
        for (int i = 0; i < modules.size(); i++) {
            shapes = POOLED.contains(i) ? pooled(shapes) : shapes;
            modules.get(i).initialize(manager, type, shapes);
            shapes = modules.get(i).getOutputShapes(shapes);
        }
    }

    private static Shape[] pooled(Shape[] maps) {
        Shape in = maps[0];
        return new Shape[] {new Shape(in.get(0), in.get(1), pooled(in.get(2)), pooled(in.get(3)))};
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), modules.get(modules.size() - 1).channels())};
    }
}
