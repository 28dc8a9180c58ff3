package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.datasets.safetensors.SafetensorsFile;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.config.PlannedBackbone;

/** A small random model as transformers wrote it, and what transformers computed with it; see docs/instructions/peers/make_checkpoints.py. */
record PublishedModel(Path folder, CausalLmBackbone.Options options, Map<String, WeightArray> expected) {
    static final CausalLmBackbone MODULE = new CausalLmBackbone();

    static PublishedModel named(String name) {
        try {
            Path folder = Path.of(PublishedModel.class.getResource("/text/models/" + name).toURI());
            return new PublishedModel(folder, new CausalLmBackbone.Options(folder.toString(), OptionalInt.empty()),
                    new SafetensorsFile(folder.resolve("expected.safetensors")).arrays());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With its weights. */
    LanguageModel load(NDManager manager) {
        Shape example = new Shape(2, MODULE.contextOf(options));
        Block block = MODULE.create(options, example);
        MODULE.pretrain(block, PlannedBackbone.forNetworks(new WeightFiles(null).load(MODULE.weightsOf(options).orElseThrow())),
                new ChannelStatistics(List.of(), List.of()));
        block.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(example));
        return (LanguageModel) block;
    }

    /** Tokens that transformers was given, or gave. */
    int[] tokens(String name) {
        float[] values = expected.get(name).values();
        int[] tokens = new int[values.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (int) values[i];
        }
        return tokens;
    }
}
