package org.palimpsest.datasets;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths as users write them in files, where no shell has put their home folder in the place of {@code ~}. */
public final class UserPath {
    private static final String CHARACTERS = System.getProperty("sun.jnu.encoding");
    private static final boolean ALL_LETTERS = "UTF-8".equals(CHARACTERS);
    private static final char NOT_READ = '\ufffd';

    /** What to say of letters that the locale has not. */
    private static final String OTHER_LOCALE = "in the character set of this locale (" + CHARACTERS
            + "); start Palimpsest by its launcher, or set LC_ALL=C.UTF-8";

    /** What is wrong with a path that {@link #parse} gives nothing for. */
    public static final String IMPOSSIBLE = ALL_LETTERS ? "no file of this system can be called so" : "no file can be called so " + OTHER_LOCALE;

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

    /**
     * Refuses to go on with a file whose name has letters that the locale has not, and that would go by another name therefore.
     *
     * @throws DatasetException if it has
     */
    public static void requireName(Path file) {
        if (!ALL_LETTERS && file.toString().indexOf(NOT_READ) >= 0) {
            throw new DatasetException(file.toString(), "its name cannot be read " + OTHER_LOCALE);
        }
    }

    /** A path as written that is relative to the folder of the file that names it. */
    public static Optional<Path> beside(String file, String written) {
        return parse(written).flatMap(path -> parse(file).map(from -> from.resolveSibling(path)));
    }
}
