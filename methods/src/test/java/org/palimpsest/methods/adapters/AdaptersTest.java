package org.palimpsest.methods.adapters;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.expectThrows;

import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Projection;
import org.palimpsest.harness.api.network.Relu;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Which layers get adapters, and that nothing else moves. */
public class AdaptersTest {
    private static LoraOptions at(String... targets) {
        return new LoraOptions(2, 2, 0, List.of(targets), false);
    }

    private static SequentialBlock network() {
        SequentialBlock inner = new SequentialBlock().add(new Projection(3, 3, true)).add(new Relu());
        return new SequentialBlock().add(Blocks.batchFlattenBlock()).add(new Projection(4, 3, true)).add(new Relu()).add(inner)
                .add(new Projection(3, 2, false));
    }

    @DataProvider
    public Object[][] targets() {
        return new Object[][] {
            {at("Projection1"), List.of(true, false, false)},
            {at("SequentialBlock.Projection"), List.of(false, true, false)},
            {at("Projection"), List.of(false, true, false)},
            {at("Projection2", "Projection1"), List.of(true, false, true)},
        };
    }

    @Test(dataProvider = "targets")
    public void layersAreCalledByTheLastPartsOfTheirPaths(LoraOptions options, List<Boolean> adapted) {
        Block network = Lora.beside(network(), options);
        assertEquals(Projection.in(network).values().stream().map(layer -> layer.adapter().isPresent()).toList(), adapted);
        assertEquals(Adapters.in(network, LoraAdapter.class).size(), adapted.stream().filter(has -> has).count());
    }

    @DataProvider
    public Object[][] wrong() {
        return new Object[][] {
            {network(), at("query", "Projection1", "rojection1"),
                "none of its layers is called query or rojection1; open to adapters are Projection1, Projection, Projection2"},
            {new SequentialBlock().add(Blocks.identityBlock()), at("query"), "none of its layers is open to adapters"},
            {network().add(Norm.batchNorm()), at("Projection1"),
                "it has batch normalisation of the engine's own, which cannot be kept from moving its statistics"},
            {Lora.beside(network(), at("Projection1")), at("Projection1"), "a layer has two adapters, and there can be one"},
        };
    }

    @Test(dataProvider = "wrong")
    public void saysWhyThereCanBeNone(Block network, LoraOptions options, String message) {
        assertEquals(expectThrows(IllegalArgumentException.class, () -> Lora.beside(network, options)).getMessage(), message);
    }

    /** The weights and running statistics of the backbone are the same bits after two tasks, and what is trained are two matrices a layer, and the head. */
    @Test
    public void onlyAdaptersAndTheHeadAreTrained() {
        SequentialBlock backbone = new SequentialBlock().add(Blocks.batchFlattenBlock()).add(new Projection(4, 6, true)).add(new Norm()).add(new Relu())
                .add(new Projection(6, 5, true));
        List<Parameter> own = backbone.getParameters().values();
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[0], HeadKind.FULL, 4, Workbench.Setup.sgd(0.1, 0.9), 5);
        try (Workbench bench = new Workbench(new SequentialLora(), at("Projection1", "Projection2"), setup, backbone)) {
            List<float[]> before = own.stream().map(parameter -> parameter.getArray().toFloatArray()).toList();
            List<float[]> trained = bench.weights();
            assertEquals(trained.size(), 2 * 2 + 2);
            assertEquals(bench.network().backboneParameters(), 4);
            for (int t = 0; t < 2; t++) {
                bench.learner().learn(TwoTasks.task(bench, t), new Budget(2, 2, 0));
            }
            for (int i = 0; i < own.size(); i++) {
                assertEquals(own.get(i).getArray().toFloatArray(), before.get(i));
            }
            for (int i = 0; i < trained.size(); i++) {
                assertNotEquals(bench.weights().get(i), trained.get(i));
            }
        }
    }
}
