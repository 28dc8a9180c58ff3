package org.palimpsest.datasets.safetensors;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.expectThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.FloatArray;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.disk.WeightFiles;
import org.testng.annotations.Test;

/** Folders of language models, whole and not. */
public class ModelFolderTest {
    private static void write(DiskFolders folders, String file, String text) {
        folders.write("model/" + file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void shard(DiskFolders folders, String file, String array, float value) {
        SafetensorsWriter.write(folders.data().resolve("model/" + file), Map.of(array, WeightArray.of(new FloatArray(List.of(1), new float[] {value}))));
    }

    private static PretrainedWeights load(DiskFolders folders) {
        return new WeightFiles(folders.folders()).load("folder:" + folders.data().resolve("model"));
    }

    private static void assertRefused(DiskFolders folders, String says) {
        assertEquals(expectThrows(DatasetException.class, () -> load(folders)).getMessage(), says);
    }

    @Test
    public void weightsMayBeInOneFileOrInSeveral() {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders, "config.json", "{}");
            shard(folders, "part-1.safetensors", "a", 1);
            shard(folders, "part-2.safetensors", "b", 2);
            write(folders, "model.safetensors.index.json", "{\"weight_map\":{\"a\":\"part-1.safetensors\",\"b\":\"part-2.safetensors\"}}");
            PretrainedWeights two = load(folders);
            assertEquals(List.copyOf(two.arrays().keySet()), List.of("a", "b"));
            assertEquals(two.array("b").values(), new float[] {2});
            shard(folders, "model.safetensors", "c", 3);
            PretrainedWeights one = load(folders);
            assertEquals(List.copyOf(one.arrays().keySet()), List.of("c"));
            write(folders, "config.json", "{ }");
            assertNotEquals(load(folders).sha256(), one.sha256());
        }
    }

    @Test
    public void whatIsMissingIsNamed() {
        try (DiskFolders folders = new DiskFolders()) {
            Path model = folders.data().resolve("model");
            assertRefused(folders, model + ": is no folder");
            write(folders, "notes.txt", "");
            assertRefused(folders, model.resolve("config.json") + ": cannot be read: there is no such file");
            write(folders, "config.json", "[]");
            assertRefused(folders, model.resolve("config.json") + ": is no JSON object");
            write(folders, "config.json", "{}");
            assertRefused(folders, model + ": has no weights: neither model.safetensors nor model.safetensors.index.json");
            write(folders, "pytorch_model.bin", "");
            assertRefused(folders, model + ": has no weights: neither model.safetensors nor model.safetensors.index.json; pytorch_model*.bin is not read, "
                    + "save the model as safetensors");
            Path index = model.resolve("model.safetensors.index.json");
            write(folders, "model.safetensors.index.json", "{}");
            assertRefused(folders, index + ": names no weights (weight_map)");
            write(folders, "model.safetensors.index.json", "{\"weight_map\":{\"a\":\"part-1.safetensors\"}}");
            assertRefused(folders, index + ": names the file part-1.safetensors, which is not in its folder");
            shard(folders, "part-1.safetensors", "b", 1);
            assertRefused(folders, model.resolve("part-1.safetensors") + ": has no array 'a', which model.safetensors.index.json says is there");
            write(folders, "model.safetensors.index.json", "{\"weight_map\":{\"a\":\"../model/part-1.safetensors\"}}");
            assertRefused(folders, index + ": names the file ../model/part-1.safetensors, which is not in its folder");
        }
    }
}
