package org.palimpsest.methods.fscil;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.nets.IdentityBackbone;
import org.palimpsest.harness.nets.MlpBackbone;
import org.palimpsest.harness.nets.SlimResNet18Backbone;
import org.testng.annotations.Test;

public class LastStageTest extends NumericTest {
    private Network network(Block backbone) {
        double[] zeros = new double[3];
        double[] ones = {1, 1, 1};
        return new Network(manager(), backbone, new Shape(3, 8, 8), new Normalisation(manager(), DataType.UINT8, zeros, ones), HeadKind.FULL, 2, 1);
    }

    private List<Shape> shapes(Block backbone) {
        return LastStage.of(network(backbone)).stream().map(Parameter::getShape).toList();
    }

    /** Two blocks of two convolutions and normalisations, and the projection of the first. */
    @Test
    public void aResNetHasAllBlocksOfItsLastStage() {
        List<Shape> shapes = shapes(new SlimResNet18Backbone().create(new SlimResNet18Backbone.Options(2), new Shape(3, 8, 8)));
        assertEquals(shapes.stream().filter(s -> s.dimension() == 4).toList(),
                List.of(new Shape(16, 8, 3, 3), new Shape(16, 16, 3, 3), new Shape(16, 8, 1, 1), new Shape(16, 16, 3, 3), new Shape(16, 16, 3, 3)));
        assertEquals(shapes.stream().filter(s -> s.dimension() == 1).toList(), java.util.Collections.nCopies(10, new Shape(16)));
    }

    @Test
    public void aPerceptronHasItsLastLayer() {
        Block mlp = new MlpBackbone().create(new MlpBackbone.Options(Arrays.asList(7, 5)), new Shape(3, 8, 8));
        assertEquals(shapes(mlp), List.of(new Shape(5, 7), new Shape(5)));
    }

    @Test
    public void aBackboneWithoutWeightsHasNone() {
        assertEquals(shapes(new IdentityBackbone().create(new NoOptions(), new Shape(3, 8, 8))), List.of());
    }
}
