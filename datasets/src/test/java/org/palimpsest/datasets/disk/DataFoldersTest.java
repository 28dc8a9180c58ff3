package org.palimpsest.datasets.disk;

import static org.testng.Assert.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.annotations.Test;

public class DataFoldersTest {

    private static final Path HOME = Path.of("home");

    private static DataFolders of(Map<String, String> environment, Path... given) {
        return DataFolders.of(List.of(given), environment, HOME);
    }

    @Test
    public void foldersOfTheCommandLineComeFirstThenThoseOfTheEnvironmentThenTheStore() {
        DataFolders folders = of(Map.of("PALIMPSEST_DATA", "b" + File.pathSeparator + File.pathSeparator + "c"), Path.of("a"));
        assertEquals(folders.search(), List.of(Path.of("a"), Path.of("b"), Path.of("c")));
        assertEquals(folders.roots("mnist"), List.of(Path.of("a"), Path.of("b"), Path.of("c"), Path.of("home/.cache/palimpsest/datasets/mnist")));
    }

    @Test
    public void theCacheIsWhereTheSystemHasCaches() {
        assertEquals(of(Map.of()).cache(), Path.of("home/.cache/palimpsest"));
        assertEquals(of(Map.of("XDG_CACHE_HOME", "x")).cache(), Path.of("x/palimpsest"));
        assertEquals(of(Map.of("LOCALAPPDATA", "l")).cache(), Path.of("l/palimpsest"));
        assertEquals(of(Map.of("XDG_CACHE_HOME", " ", "LOCALAPPDATA", "l")).cache(), Path.of("l/palimpsest"));
        assertEquals(of(Map.of("XDG_CACHE_HOME", " ", "PALIMPSEST_DATA", " ")).cache(), Path.of("home/.cache/palimpsest"));
        assertEquals(of(Map.of("PALIMPSEST_DATA", " ")).search(), List.of());
    }
}
