package org.palimpsest.datasets.fetch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Where an entry of an archive goes, if its name keeps it inside the folder on every system. */
final class EntryPath {
    private EntryPath() {}

    /**
     * The path of an entry.
     *
     * @param folder the folder to stay in
     * @param name the name that the archive gives
     * @return a path below the folder, or the folder itself for {@code ./}; empty for a name that leads out of it or
     *     that another system would read otherwise
     */
    static Optional<Path> below(Path folder, String name) {
        // a backslash parts folders on Windows; a colon is a drive or a hidden stream there
        if (name.isEmpty() || name.startsWith("/") || name.matches("(?s).*[\\\\:\\x00].*")) {
            return Optional.empty();
        }
        Path path = folder;
        for (String step : name.split("/")) {
            if (step.equals("..")) {
                return Optional.empty();
            }
            if (!step.isEmpty() && !step.equals(".")) {
                try {
                    path = path.resolve(step);
                } catch (InvalidPathException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(path);
    }
}
