package org.palimpsest.datasets.disk;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.text.InstructionDataset;
import org.testng.SkipException;

/** A folder of data and a cache that go with the test. */
public final class DiskFolders implements AutoCloseable {
    private final Path temporary;
    private final Path data;

    /** Empty folders. */
    public DiskFolders() {
        this(Path.of("data"));
    }

    private DiskFolders(Path data) {
        try {
            temporary = Files.createTempDirectory("palimpsest-disk");
            this.data = Files.createDirectories(temporary.resolve(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The user's data in {@code PALIMPSEST_DATA} and an empty cache; skips the test if something is not there. */
    public static DiskFolders real(String needed) {
        return Stream.ofNullable(System.getenv("PALIMPSEST_DATA"))
                .flatMap(list -> Stream.of(list.split(File.pathSeparator)))
                .map(Path::of)
                .filter(folder -> Files.exists(folder.resolve(needed)))
                .findFirst()
                .map(folder -> new DiskFolders(folder.toAbsolutePath()))
                .orElseThrow(() -> new SkipException("not here: set PALIMPSEST_DATA to a folder that holds " + needed));
    }

    /** The folder that is searched. */
    public Path data() {
        return data;
    }

    /** Where data are looked for and kept. */
    public DataFolders folders() {
        return new DataFolders(List.of(data), temporary.resolve("cache"));
    }

    /** Writes a file below the folder that is searched. */
    public Path write(String path, byte[] bytes) {
        try {
            Path file = data.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a text file below the folder that is searched. */
    public Path write(String path, String text) {
        return write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes a file below the folder that is searched. */
    public void delete(String path) {
        try {
            Files.delete(data.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DatasetSource source(Layout layout) {
        return DiskDatasets.sources(List.of(layout), folders(), ProgressMonitor.NONE).get(0);
    }

    /** Loads a data set. */
    public ImageDataset load(Layout layout, String name) {
        return (ImageDataset) source(layout).load(DatasetName.parse(name));
    }

    /** Loads instruction data. */
    public InstructionDataset instructions(Layout layout, String name) {
        return (InstructionDataset) source(layout).load(DatasetName.parse(name));
    }

    /** The state of a data set. */
    public DatasetState state(Layout layout, String name) {
        return source(layout).state(DatasetName.parse(name));
    }

    /** Imports a folder; the search finds it from then on, unless the folder itself is found before. */
    public Path importFrom(Layout layout, String name, Path folder) {
        return new DataStore(List.of(layout), folders(), ProgressMonitor.NONE).importFrom(name, folder);
    }

    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(temporary)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
