package org.palimpsest.datasets.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.datasets.Printable;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.Sha256;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.datasets.WeightArray;

/** A language model as {@code save_pretrained} of Hugging Face's transformers writes it: {@code config.json} and one or more files of weights. */
public final class ModelFolder {
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String PICKLED = "pytorch_model";

    private final Path folder;

    /** A folder, which may be missing. */
    public ModelFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A folder as users write it.
     *
     * @throws DatasetException if no folder can be called so
     */
    public static ModelFolder of(String written) {
        return new ModelFolder(UserPath.parse(written).orElseThrow(() -> new DatasetException(Printable.of(written), UserPath.IMPOSSIBLE)));
    }

    /**
     * A file of it that holds a JSON object.
     *
     * @throws DatasetException if it is missing, or is no such file
     */
    public JsonNode json(String file) {
        Path path = folder.resolve(file);
        try {
            JsonNode json = JsonMapper.builder().build().readTree(bytes(file));
            if (!json.isObject()) {
                throw new DatasetException(path.toString(), "is no JSON object");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new DatasetException(path.toString(), "is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DatasetException(path.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }

    /**
     * The content of a file of it.
     *
     * @throws DatasetException if it is missing, or cannot be read
     */
    public byte[] bytes(String file) {
        Path path = folder.resolve(file);
        if (!Files.isDirectory(folder)) {
            throw new DatasetException(folder.toString(), "is no folder");
        }
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new DatasetException(path.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }

    /** The path of a file of it, for messages. */
    public String path(String file) {
        return folder.resolve(file).toString();
    }

    /** Whether it has a file of a name. */
    public boolean has(String file) {
        return Files.isRegularFile(folder.resolve(file));
    }

    /**
     * The weights, which are read when they are asked for.
     *
     * @throws DatasetException if there are none, or not all that there should be, or files are damaged
     */
    public PretrainedWeights weights() {
        json(CONFIG);
        Map<String, String> digests = new TreeMap<>();
        digests.put(CONFIG, Sha256.of(folder.resolve(CONFIG)));
        Map<String, WeightArray> arrays = new LinkedHashMap<>();
        for (Map.Entry<String, Set<String>> shard : shards().entrySet()) {
            Path file = folder.resolve(shard.getKey());
            Map<String, WeightArray> found = new SafetensorsFile(file).arrays();
            for (String promised : shard.getValue()) {
                if (!found.containsKey(promised)) {
                    throw new DatasetException(file.toString(), "has no array '" + promised + "', which " + INDEX + " says is there");
                }
            }
            arrays.putAll(found);
            digests.put(shard.getKey(), Sha256.of(file));
        }
        return new PretrainedWeights(PretrainedWeights.FOLDER + folder, Sha256.ofFiles(digests), arrays);
    }

    /** Files of weights, and what has to be in them. */
    private Map<String, Set<String>> shards() {
        if (has(WEIGHTS)) {
            return Map.of(WEIGHTS, Set.of());
        }
        if (!has(INDEX)) {
            throw new DatasetException(folder.toString(), "has no weights: neither " + WEIGHTS + " nor " + INDEX
                    + (pickled() ? "; " + PICKLED + "*.bin is not read, save the model as safetensors" : ""));
        }
        Map<String, Set<String>> shards = new TreeMap<>();
        json(INDEX).path("weight_map").fields().forEachRemaining(entry ->
                shards.computeIfAbsent(entry.getValue().asText(), file -> new TreeSet<>()).add(entry.getKey()));
        if (shards.isEmpty()) {
            throw new DatasetException(folder.resolve(INDEX).toString(), "names no weights (weight_map)");
        }
        for (String shard : shards.keySet()) {
            if (shard.contains("/") || shard.contains("\\") || !has(shard)) {
                throw new DatasetException(folder.resolve(INDEX).toString(), "names the file " + Printable.of(shard) + ", which is not in its folder");
            }
        }
        return shards;
    }

    private boolean pickled() {
        String[] files = folder.toFile().list((in, name) -> name.startsWith(PICKLED));
        return files != null && files.length > 0;
    }
}
