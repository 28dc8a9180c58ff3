package org.palimpsest.datasets.npy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.FloatArray;

/**
 * Arrays by name, in an archive or a folder.
 *
 * @param path an {@code .npz} file, or a folder of {@code .npy} files
 */
public record ArraySource(Path path) {
    /** Reads an array from its file. */
    private interface Reader<T> {
        T read(String file, InputStream in, long size) throws IOException;
    }

    /** Whether there is an array of a name. */
    public boolean has(String name) {
        return Files.isDirectory(path) ? Files.isRegularFile(file(name)) : inArchive(archive -> archive.getEntry(name + ".npy") != null);
    }

    /** Where an array is in a folder. */
    public Path file(String name) {
        return path.resolve(name + ".npy");
    }

    /**
     * A matrix of floating-point numbers.
     *
     * @throws DatasetException if there is none of that name, or it is no such matrix
     */
    public NpyArray.Matrix matrix(String name) {
        return read(name, NpyArray::matrix);
    }

    /** A list of whole numbers; as {@link #matrix}. */
    public int[] list(String name) {
        return read(name, NpyArray::list);
    }

    /**
     * The arrays of an archive, which must be floating-point numbers, in its order.
     *
     * @param wanted which of them, by name
     * @throws DatasetException if it is no archive of such arrays
     */
    public Map<String, FloatArray> floats(Predicate<String> wanted) {
        return inArchive(archive -> {
            Map<String, FloatArray> arrays = new LinkedHashMap<>();
            for (ZipEntry entry : Collections.list(archive.entries())) {
                String name = entry.getName().replaceAll("\\.npy$", "");
                if (wanted.test(name)) {
                    arrays.put(name, read(archive, entry, NpyArray::floats));
                }
            }
            return arrays;
        });
    }

    private <T> T read(String name, Reader<T> reader) {
        if (!has(name)) {
            throw new DatasetException(path.toString(), "holds no array " + name);
        }
        if (!Files.isDirectory(path)) {
            return inArchive(archive -> read(archive, archive.getEntry(name + ".npy"), reader));
        }
        try {
            return read(file(name).toString(), Files.newInputStream(file(name)), Files.size(file(name)), reader);
        } catch (IOException e) {
            throw new DatasetException(file(name).toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads an array of an archive, whose bytes must have the checksum that the archive holds of them. */
    private <T> T read(ZipFile archive, ZipEntry entry, Reader<T> reader) throws IOException {
        String file = path + "!" + entry.getName();
        CheckedInputStream checked = new CheckedInputStream(archive.getInputStream(entry), new CRC32());
        T array = read(file, checked, entry.getSize(), (name, in, size) -> {
            T read = reader.read(name, in, size);
            in.transferTo(OutputStream.nullOutputStream());
            return read;
        });
        long found = checked.getChecksum().getValue();
        if (found != entry.getCrc()) {
            throw DatasetException.mismatch(file, "CRC-32", Long.toHexString(entry.getCrc()), Long.toHexString(found));
        }
        return array;
    }

    private static <T> T read(String file, InputStream raw, long size, Reader<T> reader) throws IOException {
        try (InputStream in = new BufferedInputStream(raw, 1 << 16)) {
            return reader.read(file, in, size);
        }
    }

    /** What is done with an open archive. */
    private interface Use<T> {
        T with(ZipFile archive) throws IOException;
    }

    private <T> T inArchive(Use<T> use) {
        try (ZipFile archive = new ZipFile(path.toFile())) {
            return use.with(archive);
        } catch (IOException e) {
            throw new DatasetException(path.toString(), "is damaged or no .npz archive: " + e.getMessage(), e);
        }
    }
}
