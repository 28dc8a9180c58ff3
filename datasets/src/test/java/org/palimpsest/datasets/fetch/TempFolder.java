package org.palimpsest.datasets.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.testng.SkipException;

/** A folder that goes with the test. */
public final class TempFolder implements AutoCloseable {
    private final Path path;

    /** Makes it. */
    public TempFolder() {
        try {
            path = Files.createTempDirectory("palimpsest-fetch");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** All files and folders below but for the hidden locks, sorted, parted by slashes. */
    public List<String> tree() {
        return walk().stream()
                .filter(file -> !file.equals(path) && !file.getFileName().toString().endsWith(".lock"))
                .map(file -> path.relativize(file).toString().replace('\\', '/'))
                .sorted()
                .toList();
    }

    /** A pipe in it; the test is skipped where none can be made. */
    public Path fifo(String name) {
        Path fifo = path.resolve(name);
        try {
            if (new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0) {
                return fifo;
            }
        } catch (IOException | InterruptedException e) {
            throw new SkipException("no pipe can be made here: " + e.getMessage());
        }
        throw new SkipException("no pipe can be made here");
    }

    @Override
    public void close() {
        walk().stream().sorted(Comparator.reverseOrder()).forEach(file -> {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private List<Path> walk() {
        try (Stream<Path> tree = Files.walk(path)) {
            return tree.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
