package org.palimpsest.datasets.safetensors;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.FloatArray;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.datasets.disk.DiskFolders;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Files of the format, good and bad. */
public class SafetensorsTest {
    private static byte[] file(String header, int... values) {
        return file(header.getBytes(StandardCharsets.UTF_8).length, header, values);
    }

    private static byte[] file(long length, String header, int... values) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(text);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.array();
    }

    private static String entry(String name, String dtype, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    private static SafetensorsFile read(DiskFolders folders, byte[] bytes) {
        return new SafetensorsFile(folders.write("x.safetensors", bytes));
    }

    @Test
    public void numbersOfAllWidthsAreReadAsFloats() {
        try (DiskFolders folders = new DiskFolders()) {
            SafetensorsFile file = read(folders, file("{\"__metadata__\":{\"format\":\"pt\"}," + entry("d", "F64", "[1]", "[0,8]") + ","
                    + entry("f", "F32", "[]", "[8,12]") + "," + entry("b", "BF16", "[2,1]", "[12,16]") + "," + entry("h", "F16", "[5]", "[16,26]") + ","
                    + entry("i", "I64", "[0,7]", "[26,26]") + "}   ",
                    0, 0, 0, 0, 0, 0, 0xd0, 0x3f, 0, 0, 0xc0, 0xbf, 0x80, 0x3f, 0x49, 0xc0, 0x00, 0x3c, 0x01, 0x00, 0xff, 0xfb, 0x00, 0x7c, 0x00, 0x80));
            Map<String, WeightArray> arrays = file.arrays();
            assertEquals(List.copyOf(arrays.keySet()), List.of("d", "f", "b", "h"));
            assertEquals(arrays.get("d").values(), new float[] {0.25f});
            assertEquals(arrays.get("f").values(), new float[] {-1.5f});
            assertEquals(arrays.get("f").shape(), List.of());
            assertEquals(arrays.get("b").values(), new float[] {1, -3.140625f});
            assertEquals(arrays.get("h").values(), new float[] {1, 0x1p-24f, -65504, Float.POSITIVE_INFINITY, -0f});
            assertEquals(file.metadata(), Map.of("format", "pt"));
            FloatBuffer part = FloatBuffer.allocate(2);
            arrays.get("h").read(1, part);
            assertEquals(part.array(), new float[] {0x1p-24f, -65504});
        }
    }

    @Test
    public void whatIsWrittenIsReadBack() {
        try (DiskFolders folders = new DiskFolders()) {
            float[] values = new float[70_000];
            for (int i = 0; i < values.length; i++) {
                values[i] = i * 0.5f - 7;
            }
            Map<String, WeightArray> arrays = new LinkedHashMap<>();
            arrays.put("z", WeightArray.of(new FloatArray(List.of(700, 100), values)));
            arrays.put("a.\"quoted\"", WeightArray.of(new FloatArray(List.of(), new float[] {3})));
            Path path = folders.data().resolve("out.safetensors");
            SafetensorsWriter.write(path, arrays);
            SafetensorsWriter.write(path, arrays); // in the place of the first
            Map<String, WeightArray> read = new SafetensorsFile(path).arrays();
            assertEquals(List.copyOf(read.keySet()), List.of("a.\"quoted\"", "z"));
            assertEquals(read.get("z").shape(), List.of(700, 100));
            assertEquals(read.get("z").values(), values);
            assertEquals(read.get("a.\"quoted\"").values(), new float[] {3});
            assertEquals(folders.data().toFile().list().length, 1);
            assertEquals(path.toFile().length() % Float.BYTES, 0);
        }
    }

    @Test
    public void whatAFileSaysOfItselfIsReadBack() {
        try (DiskFolders folders = new DiskFolders()) {
            Path path = folders.data().resolve("out.safetensors");
            SafetensorsWriter.write(path, Map.of("w", WeightArray.of(new FloatArray(List.of(1), new float[] {2}))),
                    Map.of("note", "\u00fcber \"x\"\n", "classes", "[1, 2]", "format", "another"));
            SafetensorsFile file = new SafetensorsFile(path);
            assertEquals(file.metadata(), Map.of("format", "pt", "note", "\u00fcber \"x\"\n", "classes", "[1, 2]"));
            assertEquals(file.arrays().get("w").values(), new float[] {2});
        }
    }

    @DataProvider
    public Object[][] damage() {
        String good = entry("a", "F32", "[1]", "[0,4]");
        return new Object[][] {
            {new byte[3], "it has 3 bytes, fewer than the 8"},
            {file(1, "{}"), "its header is said to take 1 bytes"},
            {file(-1, "{}"), "its header is said to take 18446744073709551615 bytes, and the file has 10"},
            {file(100, "{}"), "its header is said to take 100 bytes, and the file has 10"},
            {file("{\"a\":"), "its header is no JSON"},
            {file("{} {}"), "its header is no JSON"},
            {file("[".repeat(5000)), "its header is no JSON"},
            {file("[1]"), "its header is no JSON object"},
            {file("{" + good + "," + good + "}", 0, 0, 0, 0), "its header is no JSON: Duplicate field 'a'"},
            {file("{\"a\":7}"), "array 'a' has an unknown dtype ''"},
            {file("{" + entry("a", "F31", "[1]", "[0,4]") + "}", 0, 0, 0, 0), "has an unknown dtype 'F31'"},
            {file("{" + entry("a", "F32", "[1]", "[0]") + "}", 0, 0, 0, 0), "has no two data_offsets"},
            {file("{" + entry("a", "F32", "[1]", "[4,0]") + "}", 0, 0, 0, 0), "is said to lie from 4 to 0, and there are 4 bytes"},
            {file("{" + entry("a", "F32", "[2]", "[0,8]") + "}", 0, 0, 0, 0), "is said to lie from 0 to 8, and there are 4 bytes"},
            {file("{" + entry("a", "F32", "[2]", "[0,4]") + "}", 0, 0, 0, 0), "takes 8 bytes by its shape [2] of F32, and has 4"},
            {file("{" + entry("a", "F32", "[-1]", "[0,4]") + "}", 0, 0, 0, 0), "has a side of -1"},
            {file("{" + entry("a", "F32", "[1.5]", "[0,4]") + "}", 0, 0, 0, 0), "has a side of 1.5"},
            {file("{" + entry("a", "F32", "1", "[0,4]") + "}", 0, 0, 0, 0), "has no shape"},
            {file("{" + entry("a", "F32", "[2000000000,2000000000,2000000000]", "[0,4]") + "}", 0, 0, 0, 0), "has a shape beyond all numbers"},
            {file("{" + good + "," + entry("b", "F32", "[1]", "[0,4]") + "}", 0, 0, 0, 0), "array 'b' begins at 0, and the one before it ends at 4"},
            {file("{" + entry("b", "F32", "[1]", "[4,8]") + "}", 0, 0, 0, 0, 0, 0, 0, 0), "array 'b' begins at 4, and the one before it ends at 0"},
            {file("{" + good + "}", 0, 0, 0, 0, 0), "its arrays take 4 bytes, and there are 5"},
        };
    }

    @Test(dataProvider = "damage")
    public void damagedHeadersAreRefusedBeforeAnythingIsBelieved(byte[] bytes, String says) {
        try (DiskFolders folders = new DiskFolders()) {
            String message = expectThrows(DatasetException.class, () -> read(folders, bytes)).getMessage();
            assertTrue(message.startsWith(folders.data().resolve("x.safetensors") + ": is damaged: "), message);
            assertTrue(message.contains(says), message);
        }
    }

    @Test
    public void weightsOfATypeThatIsNotReadAreNamed() throws Exception {
        try (DiskFolders folders = new DiskFolders()) {
            SafetensorsFile file = read(folders, file("{" + entry("w", "F8_E4M3", "[2]", "[0,2]") + "}", 1, 2));
            assertTrue(expectThrows(DatasetException.class, file::arrays).getMessage()
                    .endsWith("array 'w' is of type F8_E4M3, and F64, F32, F16 and BF16 are read"));
            WeightArray cut = read(folders, file("{" + entry("a", "F32", "[1]", "[0,4]") + "}", 0, 0, 0, 0)).arrays().get("a");
            Files.write(folders.data().resolve("x.safetensors"), new byte[20]);
            assertTrue(expectThrows(DatasetException.class, cut::values).getMessage().endsWith("it has become shorter"));
        }
    }
}
