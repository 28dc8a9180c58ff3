package org.palimpsest.datasets.npy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.palimpsest.datasets.DatasetException;
import org.testng.annotations.Test;

public class ArraySourceTest {
    /** Stored as it is, a number can change and still be a number. */
    @Test
    public void anArrayThatIsNotWhatTheArchiveHeldIsRefused() throws IOException {
        byte[] array = Npy.file(1, "<f4", "(1, 2)", Npy.floats(1, 2));
        CRC32 sum = new CRC32();
        sum.update(array);
        Path file = Files.createTempFile("array", ".npz");
        try {
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
                ZipEntry entry = new ZipEntry("features.npy");
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(array.length);
                entry.setCrc(sum.getValue());
                out.putNextEntry(entry);
                out.write(array);
            }
            assertEquals(new ArraySource(file).matrix("features").rows(), 1);
            byte[] damaged = Files.readAllBytes(file);
            int last = 30 + "features.npy".getBytes(StandardCharsets.UTF_8).length + array.length - 1;
            damaged[last] ^= 1;
            Files.write(file, damaged);
            DatasetException refused = expectThrows(DatasetException.class, () -> new ArraySource(file).matrix("features"));
            assertEquals(refused.getMessage().replaceAll("found [0-9a-f]+", "found ..."),
                    file + "!features.npy: CRC-32: expected " + Long.toHexString(sum.getValue()) + ", found ...");
            expectThrows(DatasetException.class, () -> new ArraySource(file).floats(name -> true));
        } finally {
            Files.delete(file);
        }
    }
}
