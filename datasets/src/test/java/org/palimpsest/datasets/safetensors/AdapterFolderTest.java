package org.palimpsest.datasets.safetensors;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.FloatArray;
import org.palimpsest.datasets.WeightArray;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Folders of adapters, and what is wrong with them. */
public class AdapterFolderTest {
    private static final AdapterSettings SETTINGS = new AdapterSettings(2, 3.5, true, 0.1, List.of("q_proj"));
    private static final String LAYER = "model.layers.0.self_attn.q_proj";

    private Path folder;

    @BeforeMethod
    public void write() throws IOException {
        folder = Files.createTempDirectory("adapters");
        new AdapterFolder(folder).write(SETTINGS, Map.of(LAYER, new AdapterFolder.Pair(array(2, 3), array(4, 2))));
    }

    @AfterMethod(alwaysRun = true)
    public void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static WeightArray array(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i - 2.5f;
        }
        return WeightArray.of(new FloatArray(List.of(rows, columns), values));
    }

    @Test
    public void whatIsWrittenIsRead() {
        AdapterFolder read = AdapterFolder.of(folder.toString());
        assertEquals(read.settings(), SETTINGS);
        Map<String, AdapterFolder.Pair> adapters = read.adapters();
        assertEquals(adapters.keySet().toString(), "[" + LAYER + "]");
        assertEquals(adapters.get(LAYER).a().shape(), List.of(2, 3));
        assertEquals(adapters.get(LAYER).b().values(), array(4, 2).values());
    }

    @DataProvider
    public Object[][] settings() {
        return new Object[][] {
            {"\"LORA\"", "\"IA3\"", "peft_type is \"IA3\", and adapters of the kind LORA are read"},
            {"\"r\" : 2", "\"r\" : 0", "r is 0, and must be a number above 0"},
            {"\"r\" : 2", "\"r\" : 2e10", "r is 2.0E10, and must be a number above 0"},
            {"\"lora_alpha\" : 3.5,", "", "lora_alpha is missing, and must be a number above 0"},
            {"\"lora_alpha\" : 3.5", "\"lora_alpha\" : \"many\"", "lora_alpha is \"many\", and must be a number above 0"},
            {"\"bias\" : \"none\"", "\"bias\" : \"all\"", "bias is all, and biases are left alone here"},
            {"\"fan_in_fan_out\" : false", "\"fan_in_fan_out\" : true", "fan_in_fan_out is true, which is not understood"},
            {"\"modules_to_save\" : null", "\"modules_to_save\" : [\"lm_head\"]", "modules_to_save is [\"lm_head\"], which is not understood"},
            {"\"modules_to_save\" : null", "\"rank_pattern\" : {\"a\": 3}", "rank_pattern is {\"a\":3}, which is not understood"},
            {"\"modules_to_save\" : null", "\"use_dora\" : true", "use_dora is true, which is not understood"},
            {"{", "[", "is no JSON"},
        };
    }

    @Test(dataProvider = "settings")
    public void whatIsNotUnderstoodIsSaidWithFileAndKey(String was, String is, String message) throws IOException {
        Path config = folder.resolve("adapter_config.json");
        Files.writeString(config, Files.readString(config).replace(was, is));
        String said = expectThrows(DatasetException.class, () -> new AdapterFolder(folder).settings()).getMessage();
        assertEquals(said.substring(0, Math.min(said.length(), config.toString().length() + 2 + message.length())), config + ": " + message);
    }

    @DataProvider
    public Object[][] arrays() {
        String a = "base_model.model." + LAYER + ".lora_A.weight";
        String b = "base_model.model." + LAYER + ".lora_B.weight";
        return new Object[][] {
            {List.of(a), "has no array '" + b + "'"},
            {List.of(b), "has an array '" + b + "', which is none of an adapter's"},
            {List.of(a, b, "model.norm.weight"), "has an array 'model.norm.weight', which is none of an adapter's"},
            {List.of(a, b, "base_model.model.x.lora_magnitude"), "has an array 'base_model.model.x.lora_magnitude', which is none of an adapter's"},
        };
    }

    @Test(dataProvider = "arrays")
    public void arraysThatAreNoAdaptersAreNamed(List<String> names, String message) {
        Path file = folder.resolve("adapter_model.safetensors");
        Map<String, WeightArray> arrays = new TreeMap<>();
        names.forEach(name -> arrays.put(name, array(2, 2)));
        SafetensorsWriter.write(file, arrays);
        assertEquals(expectThrows(DatasetException.class, () -> new AdapterFolder(folder).adapters()).getMessage(), file + ": " + message);
    }

    @Test
    public void aFolderThatIsNotThereIsNamed() {
        Path missing = folder.resolve("missing");
        assertEquals(expectThrows(DatasetException.class, () -> new AdapterFolder(missing).settings()).getMessage(), missing + ": is no folder");
        expectThrows(DatasetException.class, () -> new AdapterFolder(missing).adapters());
    }

    /** A single name or a pattern is one target. */
    @Test
    public void targetsMayBeOneText() throws IOException {
        Path config = folder.resolve("adapter_config.json");
        Files.writeString(config, Files.readString(config).replaceAll("\"target_modules\" : \\[[^\\]]*\\]", "\"target_modules\" : \"all-linear\""));
        assertEquals(new AdapterFolder(folder).settings().targets(), List.of("all-linear"));
    }
}
