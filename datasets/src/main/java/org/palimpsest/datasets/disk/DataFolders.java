package org.palimpsest.datasets.disk;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.UserPath;

/**
 * Where data sets are looked for and where decoded ones are kept.
 *
 * @param search folders that hold the users' data sets, in the order in which to look
 * @param cache a folder of our own: fetched data sets are in {@link #store}, decoded ones in {@link #decoded}
 */
public record DataFolders(List<Path> search, Path cache) {
    /** Copies the list. */
    public DataFolders {
        search = List.copyOf(search);
    }

    /**
     * The folders that users name, on the command line first, then in {@code PALIMPSEST_DATA}; and the cache folder that is usual
     * on this system.
     *
     * @param given folders named on the command line
     * @param environment environment variables
     * @param home the user's home folder
     */
    public static DataFolders of(List<Path> given, Map<String, String> environment, Path home) {
        List<Path> search = new ArrayList<>(given);
        Stream.of(environment.getOrDefault("PALIMPSEST_DATA", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> UserPath.parse(folder).orElseThrow(() -> new InvalidInputException(
                        new Problem("PALIMPSEST_DATA", "", folder, UserPath.IMPOSSIBLE))))
                .forEach(search::add);
        Path caches = Stream.of("XDG_CACHE_HOME", "LOCALAPPDATA")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .findFirst()
                .orElse(home.resolve(".cache"));
        return new DataFolders(search, caches.resolve("palimpsest"));
    }

    /** Where fetched and imported data sets are, each in a folder of its name. */
    public Path store() {
        return cache.resolve("datasets");
    }

    /** Where decoded data sets are. */
    public Path decoded() {
        return cache.resolve("decoded");
    }

    /** Where the digests of files are remembered. */
    public Path digests() {
        return cache.resolve("digests");
    }

    /** The folders to look for one data set in, in this order. */
    List<Path> roots(String dataset) {
        List<Path> roots = new ArrayList<>(search);
        roots.add(store().resolve(dataset));
        return roots;
    }
}
