package org.palimpsest.datasets.disk.features;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.palimpsest.datasets.DatasetException;

/** Arrays by name, in an archive or a folder. */
record ArraySource(Path path) {

    /** Reads an array from its file. */
    private interface Reader<T> {
        T read(String file, InputStream in, long size) throws IOException;
    }

    /** Whether there is an array of a name. */
    boolean has(String name) {
        return Files.isDirectory(path) ? Files.isRegularFile(file(name)) : inArchive(archive -> archive.getEntry(name + ".npy") != null);
    }

    Path file(String name) {
        return path.resolve(name + ".npy");
    }

    NpyArray.Matrix matrix(String name) {
        return read(name, NpyArray::matrix);
    }

    int[] list(String name) {
        return read(name, NpyArray::list);
    }

    private <T> T read(String name, Reader<T> reader) {
        if (!has(name)) {
            throw new DatasetException(path.toString(), "holds no array " + name);
        }
        if (!Files.isDirectory(path)) {
            return inArchive(archive -> {
                ZipEntry entry = archive.getEntry(name + ".npy");
                return read(path + "!" + entry.getName(), archive.getInputStream(entry), entry.getSize(), reader);
            });
        }
        try {
            return read(file(name).toString(), Files.newInputStream(file(name)), Files.size(file(name)), reader);
        } catch (IOException e) {
            throw new DatasetException(file(name).toString(), "cannot be read: " + e.getMessage(), e);
        }
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
