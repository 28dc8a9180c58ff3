package org.palimpsest.datasets.disk;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.FloatArray;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.datasets.npy.Npy;
import org.testng.annotations.Test;

/** Archives of weights, written as NumPy would. */
public class WeightFilesTest {
    private static final byte[] ARCHIVE = Npy.zip(new TreeMap<>(Map.of(
            "conv1.weight", Npy.file(1, "<f4", "(2, 1, 1, 2)", Npy.floats(1, -2, 3, 0.5f)),
            "fire2/w", Npy.file(1, "<f2", "(1, 2)", Npy.halves(0x3800, 0xbc00)),
            "scale", Npy.file(1, "<f8", "()", Npy.doubles(java.nio.ByteOrder.LITTLE_ENDIAN, 0.25)))));

    @Test
    public void readsArraysOfAnyShapeAndNamesTheFileByItsDigest() {
        try (DiskFolders folders = new DiskFolders()) {
            folders.write("weights/mine-2.npz", ARCHIVE);
            PretrainedWeights weights = new WeightFiles(folders.folders()).load("mine-2");
            assertEquals(weights.name(), "mine-2");
            assertEquals(weights.sha256(), DigestUtils.sha256Hex(ARCHIVE));
            assertEquals(weights.arrays().keySet().toString(), "[conv1.weight, fire2/w, scale]");
            WeightArray kernels = weights.array("conv1.weight");
            assertEquals(kernels.shape(), List.of(2, 1, 1, 2));
            assertEquals(kernels.values(), new float[] {1, -2, 3, 0.5f});
            assertEquals(weights.array("fire2/w").values(), new float[] {0.5f, -1});
            assertEquals(weights.array("scale").shape(), List.of());
            assertEquals(weights.array("scale").values(), new float[] {0.25f});
        }
    }

    @Test
    public void weightsOfOursHaveTheFileNamesThatTheyUsuallyHave() {
        try (DiskFolders folders = new DiskFolders()) {
            folders.write("weights/cifar10_resnet20_f32.npz", ARCHIVE);
            assertEquals(new WeightFiles(folders.folders()).load("cifar10-resnet20").arrays().size(), 3);
        }
    }

    @Test
    public void theCountsOfBatchesOfAStateDictAreLeftOut() {
        try (DiskFolders folders = new DiskFolders()) {
            byte[] count = Npy.file(1, "<i8", "()", Npy.longs(64_000));
            folders.write("weights/torch.npz", Npy.zip(Map.of("bn1.weight", Npy.matrix(1, 1, 2), "bn1.num_batches_tracked", count,
                    "num_batches_tracked", count)));
            assertEquals(new WeightFiles(folders.folders()).load("torch").arrays().keySet(), Set.of("bn1.weight"));
        }
    }

    @Test
    public void sidesThatMultiplyBeyondAllNumbersAreRefused() {
        try (DiskFolders folders = new DiskFolders()) {
            Path vast = folders.write("weights/vast.npz", Npy.zip(Map.of("x", Npy.file(1, "<f4", "(2147483647, 2147483647, 2147483647)", new byte[4]))));
            assertEquals(refusal(folders, "vast"), vast + "!x.npy: is too large: [2147483647, 2147483647, 2147483647] are more than 2^63 values of "
                    + "4 bytes, more than the 2047 MiB that fit");
            folders.write("weights/none.npz", Npy.zip(Map.of("x", Npy.file(1, "<f4", "(2147483647, 2147483647, 0)", new byte[0]))));
            assertEquals(new WeightFiles(folders.folders()).load("none").array("x").values().length, 0);
        }
    }

    private static String refusal(DiskFolders folders, String name) {
        return expectThrows(DatasetException.class, () -> new WeightFiles(folders.folders()).load(name)).getMessage();
    }

    @Test
    public void saysWhereItLookedForWeightsThatAreNotHere() {
        try (DiskFolders folders = new DiskFolders()) {
            Path data = folders.data().resolve("weights");
            Path store = folders.folders().store().resolve("weights");
            String file = "cifar10_resnet32_f32.npz";
            assertEquals(refusal(folders, "cifar10-resnet32"), "cifar10-resnet32: these weights are not on this machine. Looked for "
                    + data.resolve(file) + ", " + store.resolve(file) + ". Way out: name the folder that holds weights/ with --data or PALIMPSEST_DATA");
            assertTrue(refusal(folders, "cifar10-resnet30").endsWith("PALIMPSEST_DATA (did you mean 'cifar10-resnet20'?)"));
            assertTrue(refusal(folders, "../secret").contains("is no name of weights"));
        }
    }

    @Test
    public void damagedFilesAreNamed() {
        try (DiskFolders folders = new DiskFolders()) {
            Path cut = folders.write("weights/cut.npz", new byte[] {'P', 'K', 3, 4});
            assertTrue(refusal(folders, "cut").startsWith(cut + ": is damaged or no .npz archive"));
            Path whole = folders.write("weights/whole.npz", Npy.zip(Map.of("n", Npy.labels(1, 2))));
            assertEquals(refusal(folders, "whole"), whole + "!n.npy: type of the values: expected floating-point numbers, found whole numbers");
            Path odd = folders.write("weights/odd.npz", Npy.zip(Map.of("x", Npy.matrix(1, 2, 1, Float.NaN))));
            assertEquals(refusal(folders, "odd"), odd + "!x.npy: holds a value that is not finite, number 1");
        }
    }

    @Test
    public void whatIsMissingIsNamedWithTheNearest() {
        PretrainedWeights weights = new PretrainedWeights("w", "0", Map.of("a", WeightArray.of(new FloatArray(List.of(1), new float[] {1}))));
        assertEquals(weights.array("a").values(), new float[] {1});
        assertEquals(expectThrows(IllegalArgumentException.class, () -> weights.array("b")).getMessage(),
                "w has no array 'b'; the nearest it has is 'a'");
        assertEquals(expectThrows(IllegalArgumentException.class, () -> new FloatArray(List.of(2, 3), new float[5])).getMessage(),
                "shape [2, 3] takes 6 values, not 5");
    }
}
