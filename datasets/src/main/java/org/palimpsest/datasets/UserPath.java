package org.palimpsest.datasets;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths as users write them in files, where no shell has put their home folder in the place of {@code ~}. */
public final class UserPath {
    /** What is wrong with a path that {@link #parse} gives nothing for. */
    public static final String IMPOSSIBLE = "no file of this system can be called so";

    private UserPath() {}

    /** A path as written; empty if no file of this system can be called so. */
    public static Optional<Path> parse(String written) {
        boolean home = written.equals("~") || written.startsWith("~/");
        try {
            return Optional.of(home ? Path.of(System.getProperty("user.home")).resolve(written.substring(Math.min(2, written.length()))) : Path.of(written));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The same for a path that is relative to the folder of the file that names it. */
    public static Optional<Path> beside(String file, String written) {
        return parse(written).flatMap(path -> parse(file).map(from -> from.resolveSibling(path)));
    }
}
