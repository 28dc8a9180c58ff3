package org.palimpsest.datasets.safetensors;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Printable;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.Sha256;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.datasets.WeightArray;

/**
 * Low-rank adapters of a language model as {@code save_pretrained} of the library peft writes them: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}.
 */
public final class AdapterFolder {
    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PREFIX = "base_model.model.";
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    private final Path folder;

    /** A folder, which may be missing. */
    public AdapterFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A folder as users write it.
     *
     * @throws DatasetException if no folder can be called so
     */
    public static AdapterFolder of(String written) {
        return new AdapterFolder(UserPath.parse(written).orElseThrow(() -> new DatasetException(Printable.of(written), UserPath.IMPOSSIBLE)));
    }

    /**
     * The matrices of an adapter.
     *
     * @param a shape (rank, inputs)
     * @param b shape (outputs, rank)
     */
    public record Pair(WeightArray a, WeightArray b) {}

    /**
     * What they are.
     *
     * @throws DatasetException if that cannot be read, or is nothing that is understood
     */
    public AdapterSettings settings() {
        return AdapterSettings.read(folder.resolve(CONFIG).toString(), new ModelFolder(folder).json(CONFIG));
    }

    /**
     * The adapters by the name that their layer has in the files of the model, e.g. {@code model.layers.0.self_attn.q_proj}.
     *
     * @throws DatasetException if they cannot be read, or there is an array that is none of an adapter's or has no counterpart
     */
    public Map<String, Pair> adapters() {
        Path file = folder.resolve(WEIGHTS);
        Map<String, WeightArray> left = new LinkedHashMap<>(new SafetensorsFile(file).arrays());
        Map<String, Pair> adapters = new LinkedHashMap<>();
        for (String name : left.keySet().stream().filter(key -> key.startsWith(PREFIX) && key.endsWith(A)).toList()) {
            String layer = name.substring(PREFIX.length(), name.length() - A.length());
            WeightArray a = left.remove(name);
            WeightArray b = left.remove(PREFIX + layer + B);
            if (b == null) {
                throw new DatasetException(file.toString(), "has no array '" + Printable.of(PREFIX + layer + B) + "'");
            }
            adapters.put(layer, new Pair(a, b));
        }
        if (!left.isEmpty()) {
            throw new DatasetException(file.toString(), "has an array '" + Printable.of(left.keySet().iterator().next()) + "', which is none of an adapter's");
        }
        return adapters;
    }

    /**
     * SHA-256 of its two files together.
     *
     * @throws DatasetException if one of them cannot be read
     */
    public String sha256() {
        return Sha256.ofFiles(Map.of(CONFIG, Sha256.of(folder.resolve(CONFIG)), WEIGHTS, Sha256.of(folder.resolve(WEIGHTS))));
    }

    /**
     * Writes adapters; what was there is replaced.
     *
     * @param adapters by the name that their layer has in the files of the model
     * @throws DatasetException if they cannot be written
     */
    public void write(AdapterSettings settings, Map<String, Pair> adapters) {
        Map<String, WeightArray> arrays = new LinkedHashMap<>();
        adapters.forEach((layer, pair) -> {
            arrays.put(PREFIX + layer + A, pair.a());
            arrays.put(PREFIX + layer + B, pair.b());
        });
        try {
            Files.createDirectories(folder);
            SafetensorsWriter.write(folder.resolve(WEIGHTS), arrays);
            String json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(settings.json());
            Files.writeString(folder.resolve(CONFIG), json + "\n");
        } catch (IOException e) {
            throw new DatasetException(folder.toString(), "cannot be written: " + Reason.of(e), e);
        }
    }
}
