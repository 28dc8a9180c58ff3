package org.palimpsest.datasets.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Printable;

/**
 * What a folder of low-rank adapters says of them in {@code adapter_config.json}, as the library peft 0.21.2 has it.
 *
 * @param rank of each
 * @param alpha what they give is multiplied by alpha / rank
 * @param rslora whether it is multiplied by alpha / sqrt(rank) instead
 * @param dropout share of inputs left out in training
 * @param targets names of the layers that have one
 */
public record AdapterSettings(int rank, double alpha, boolean rslora, double dropout, List<String> targets) {
    private static final String KIND = "LORA";
    /** What would make other arrays, or another sum, of an adapter. */
    private static final Set<String> UNKNOWN = Set.of("use_dora", "use_qalora", "use_bdlora", "lora_bias", "fan_in_fan_out", "rank_pattern", "alpha_pattern",
            "modules_to_save", "layer_replication", "trainable_token_indices", "target_parameters", "alora_invocation_tokens", "arrow_config", "kasa_config",
            "monteclora_config", "velora_config");

    /** Copies the list. */
    public AdapterSettings {
        targets = List.copyOf(targets);
    }

    /**
     * Reads settings.
     *
     * @param file for messages
     * @throws DatasetException if the adapters are of another kind, or a number is missing
     */
    static AdapterSettings read(String file, JsonNode json) {
        if (!json.path("peft_type").asText().equals(KIND)) {
            throw new DatasetException(file, "peft_type is " + Printable.of(json.path("peft_type").toString()) + ", and adapters of the kind LORA are read");
        }
        for (String key : UNKNOWN) {
            if (isSet(json.path(key))) {
                throw new DatasetException(file, key + " is " + Printable.of(json.path(key).toString()) + ", which is not understood");
            }
        }
        String bias = json.path("bias").asText("none");
        if (!bias.equals("none")) {
            throw new DatasetException(file, "bias is " + Printable.of(bias) + ", and biases are left alone here");
        }
        List<String> targets = new ArrayList<>();
        JsonNode given = json.path("target_modules");
        (given.isArray() ? given : List.of(given)).forEach(name -> targets.add(name.asText()));
        return new AdapterSettings((int) number(file, json, "r"), number(file, json, "lora_alpha"), json.path("use_rslora").asBoolean(),
                json.path("lora_dropout").asDouble(), targets);
    }

    private static boolean isSet(JsonNode value) {
        return !value.isMissingNode() && !value.isNull() && !(value.isBoolean() && !value.asBoolean()) && !(value.isContainerNode() && value.isEmpty());
    }

    private static double number(String file, JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isNumber() || value.asDouble() <= 0 || key.equals("r") && !value.canConvertToInt()) {
            String found = value.isMissingNode() ? "missing" : Printable.of(value.toString());
            throw new DatasetException(file, key + " is " + found + ", and must be a number above 0");
        }
        return value.asDouble();
    }

    /** As peft reads them. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("base_model_name_or_path", null);
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        json.put("init_lora_weights", true);
        json.put("lora_alpha", alpha);
        json.put("lora_dropout", dropout);
        json.put("modules_to_save", null);
        json.put("peft_type", KIND);
        json.put("r", rank);
        json.put("target_modules", targets);
        json.put("task_type", null);
        json.put("use_rslora", rslora);
        return json;
    }
}
