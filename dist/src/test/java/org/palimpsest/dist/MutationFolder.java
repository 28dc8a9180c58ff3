package org.palimpsest.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where one sort of input lies: the folder that commands start in, below it the scratch folder with all that is theirs, and the valid files to
 * put back from.
 */
final class MutationFolder implements AutoCloseable {
    private final Path root;
    private Map<String, String> valid = Map.of();

    /** Empty folders. */
    MutationFolder(Class<?> sort) {
        // deep enough that a few ".." stay inside
        root = Folders.temporary(sort);
        try {
            Files.createDirectories(scratch().resolve("user"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For what is no input, such as logs. */
    Path root() {
        return root;
    }

    /** The folder that commands start in. */
    Path home() {
        return root.resolve("a/b/c/d/e/home");
    }

    /** The folder with all that is theirs. */
    Path scratch() {
        return home().resolve(MutatedInput.SCRATCH);
    }

    private Path template() {
        return root.resolve("template");
    }

    /** From now on, what lies in the scratch folder is the valid files. */
    void keep() throws IOException {
        copy(scratch(), template());
        valid = state();
    }

    /** Puts back what differs from the valid files; copying all of them for each mutant would take most of the time. */
    void reset() throws IOException {
        Map<String, String> now = state();
        Set<String> files = new TreeSet<>(now.keySet());
        files.addAll(valid.keySet());
        for (String file : files) {
            if (!Objects.equals(now.get(file), valid.get(file))) {
                Path path = home().resolve(file);
                remove(path);
                if (valid.containsKey(file)) {
                    copy(template().resolve(scratch().relativize(path).toString()), path);
                }
            }
        }
        remove(scratch().resolve("cache"));
    }

    /** Does something on the valid files, with the changed ones put aside. */
    void aside(Runnable work) throws IOException {
        Path aside = home().resolve("aside");
        Files.move(scratch(), aside);
        copy(template(), scratch());
        work.run();
        remove(scratch());
        Files.move(aside, scratch());
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path path : Folders.tree(from)) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else if (!Files.exists(target)) {
                Files.copy(path, target);
            }
        }
    }

    /** Links are removed, not followed. */
    static void remove(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (var inside = Files.newDirectoryStream(path)) {
                for (Path file : inside) {
                    remove(file);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    /** Everything below the folder that commands start in and its parents, but for the caches and the user's own. */
    Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        Path top = root.resolve("a");
        for (Path path : Folders.tree(top)) {
            if (!path.startsWith(scratch().resolve("cache")) && !path.startsWith(scratch().resolve("user"))) {
                state.put(home().relativize(path).toString(), content(path));
            }
        }
        return state;
    }

    /** A digest of a file; the kind of anything else. */
    static String content(Path path) {
        if (Files.isSymbolicLink(path)) {
            return "link";
        } else if (Files.isDirectory(path)) {
            return "folder";
        } else if (!Files.isRegularFile(path)) {
            return "other";
        }
        try {
            byte[] bytes = Files.readAllBytes(path);
            return bytes.length + ":" + Arrays.hashCode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a file by something that is no such file; says what. */
    static String otherNode(Path file, Mutator mutator) throws IOException {
        String name = file.getFileName().toString();
        Path aside = file.resolveSibling("aside-" + name);
        switch (mutator.below(7)) {
            case 0 -> {
                Files.delete(file);
                return name + " deleted";
            }
            case 1 -> {
                Files.write(file, new byte[0]);
                return name + " emptied";
            }
            case 2 -> {
                Files.delete(file);
                Files.createDirectory(file);
                return name + " made a folder";
            }
            case 3 -> {
                Files.delete(file);
                Files.createSymbolicLink(file, Path.of(name));
                return name + " made a link to itself";
            }
            case 4 -> {
                Files.move(file, aside);
                Files.createSymbolicLink(file, aside.getFileName());
                return name + " made a link to what it was";
            }
            case 5 -> {
                Files.delete(file);
                Files.createSymbolicLink(file, Path.of("nowhere"));
                return name + " made a link to nothing";
            }
            default -> {
                Files.delete(file);
                Folders.fifo(file);
                return name + " made a pipe";
            }
        }
    }

    @Override
    public void close() throws IOException {
        remove(root);
    }
}
