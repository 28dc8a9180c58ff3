package org.palimpsest.harness.nets;

import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.List;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.Relu;

/** Fully connected layers, each followed by a ReLU. Input of any shape (n, ...), output (n, last width). */
final class Mlp {
    private Mlp() {}

    static Block of(List<Integer> widths) {
        SequentialBlock layers = new Row().add(Blocks.batchFlattenBlock());
        add(layers, widths);
        return layers;
    }

    /** Puts fully connected layers behind others; the first takes vectors. */
    static void add(SequentialBlock layers, List<Integer> widths) {
        for (int width : widths) {
            layers.add(FanIn.apply(Linear.builder().setUnits(width).build())).add(new Relu());
        }
    }
}
