package org.palimpsest.harness.api;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import java.util.List;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.nets.MlpBackbone;

/** Networks over images of 1x2x2 bytes, which they see as they are: the normalisation divides by one. */
public final class Images {
    static final Shape SHAPE = new Shape(1, 2, 2);
    public static final int PIXELS = 4;

    private Images() {}

    static Normalisation unchanged(NDManager manager) {
        return new Normalisation(manager, DataType.UINT8, new double[] {0}, new double[] {1 / 255.0});
    }

    /** No backbone at all: the features are the four pixels, so the network is its head. */
    public static Network linear(NDManager manager, HeadKind kind, int classes) {
        return network(manager, Blocks.batchFlattenBlock(), kind, classes, 1);
    }

    public static Network cosine(NDManager manager, int classes, float scale) {
        return network(manager, Blocks.batchFlattenBlock(), HeadKind.COSINE, classes, scale);
    }

    public static Network mlp(NDManager manager, HeadKind kind, int classes) {
        return network(manager, new MlpBackbone().create(new MlpBackbone.Options(List.of(5, 3)), SHAPE), kind, classes, 1);
    }

    public static Network network(NDManager manager, Block backbone, HeadKind kind, int classes, float scale) {
        return new Network(manager, backbone, SHAPE, unchanged(manager), kind, classes, scale);
    }

    public static float[] parameter(Network network, int i) {
        return network.parameters().get(i).getArray().toFloatArray();
    }
}
