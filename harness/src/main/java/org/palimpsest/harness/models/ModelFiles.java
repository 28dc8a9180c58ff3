package org.palimpsest.harness.models;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.palimpsest.datasets.FloatArray;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.datasets.safetensors.SafetensorsWriter;
import org.palimpsest.harness.api.network.Network;

/** Writes models. */
public final class ModelFiles {
    /** Arrays by name, with what is said of them. */
    public static final String SAFETENSORS = "model.safetensors";
    /** What is said of the model, by which its network is put together. */
    static final String CARD = "palimpsest.json";

    private static final String NAME = "model";

    private ModelFiles() {}

    /** Writes {@value #SAFETENSORS} to a folder: every parameter, by the path of its layer, and the card as metadata. */
    public static void safetensors(Path folder, Network network, ModelCard card) {
        Map<String, WeightArray> arrays = new LinkedHashMap<>();
        parameters(network).forEach((name, array) -> {
            if (array.getDataType() != DataType.FLOAT32) {
                throw new IllegalStateException(name + " is of type " + array.getDataType() + ", and numbers of 32 bits are written");
            }
            arrays.put(name, WeightArray.of(new FloatArray(IntStream.range(0, array.getShape().dimension())
                    .mapToObj(i -> Math.toIntExact(array.getShape().get(i))).toList(), array.toFloatArray())));
        });
        SafetensorsWriter.write(folder.resolve(SAFETENSORS), arrays, card.texts());
    }

    /** Writes a model of DJL to a folder: its parameters, the card, and what tells DJL how to make a block of it. */
    public static void djl(Path folder, Network network, ModelCard card) throws IOException {
        Files.writeString(folder.resolve(CARD), card.json());
        Files.writeString(folder.resolve("serving.properties"), "engine=PyTorch\nblockFactory=" + ModelFactory.class.getName() + "\noption.modelName=" + NAME
                + "\n");
        try (Model model = Model.newInstance(NAME, network.manager().getDevice(), "PyTorch")) {
            model.setBlock(new ModelBlock(network, card.network().example()));
            model.setProperty("Epoch", "0"); // which is in the name of the file: what was there is replaced
            model.save(folder, NAME);
        }
    }

    /** The network of a run as one that has just the outputs that it uses, with its weights. */
    public static void copy(Network from, Network to) {
        Map<String, NDArray> target = parameters(to);
        Map<String, NDArray> source = parameters(from);
        if (!source.keySet().equals(target.keySet())) {
            throw new IllegalStateException("the network has become another one than it was built as: " + source.keySet() + " instead of " + target.keySet());
        }
        source.forEach((name, array) -> {
            NDArray rows = target.get(name);
            boolean all = array.getShape().equals(rows.getShape());
            try (NDArray used = all ? array.duplicate() : array.get(":" + rows.getShape().get(0))) {
                rows.set(new NDIndex(":"), used);
            }
        });
    }

    private static Map<String, NDArray> parameters(Network network) {
        Map<String, NDArray> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, Block> layer : network.blocks().entrySet()) {
            for (Pair<String, Parameter> named : layer.getValue().getDirectParameters()) {
                parameters.put(layer.getKey() + "." + named.getKey(), named.getValue().getArray());
            }
        }
        return parameters;
    }
}
