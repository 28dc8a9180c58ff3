package org.palimpsest.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.testng.SkipException;

/** Folders that a test makes and takes away. */
public final class Folders {
    private Folders() {}

    static Path temporary(Class<?> test) {
        try {
            return Files.createTempDirectory("palimpsest-" + test.getSimpleName() + "-").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        tree(folder).stream().sorted(Comparator.reverseOrder()).forEach(path -> {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A folder and everything below it; nothing if there is none. */
    static List<Path> tree(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a folder and everything below it to where nothing is. */
    static void copy(Path from, Path to) {
        tree(from).forEach(path -> {
            try {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A pipe; the test is skipped where none can be made. */
    static Path fifo(Path fifo) {
        try {
            if (new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0) {
                return fifo;
            }
        } catch (IOException | InterruptedException e) {
            throw new SkipException("no pipe can be made here: " + e.getMessage());
        }
        throw new SkipException("no pipe can be made here");
    }

    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
