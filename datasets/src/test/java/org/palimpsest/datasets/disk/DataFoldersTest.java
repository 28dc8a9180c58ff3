package org.palimpsest.datasets.disk;

import static org.testng.Assert.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Where data is looked for and kept. */
public class DataFoldersTest {
    private static final Path HOME = Path.of("home", "me");

    private static Path cache(Map<String, String> environment) {
        return DataFolders.of(List.of(), environment, HOME).cache();
    }

    @Test
    public void foldersGivenComeFirstThenTheVariableThenTheStore() {
        String variable = String.join(File.pathSeparator, "c", " ", "", "my data");
        DataFolders folders = DataFolders.of(List.of(Path.of("b"), Path.of("a")), Map.of("PALIMPSEST_DATA", variable), HOME);
        assertEquals(folders.search(), List.of(Path.of("b"), Path.of("a"), Path.of("c"), Path.of("my data")));
        Path store = HOME.resolve(".cache").resolve("palimpsest").resolve("datasets").resolve("cub200");
        assertEquals(folders.roots("cub200"), List.of(Path.of("b"), Path.of("a"), Path.of("c"), Path.of("my data"), store));
    }

    @Test
    public void withoutAnyThereIsTheStore() {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("PALIMPSEST_DATA", " "))) {
            DataFolders folders = DataFolders.of(List.of(), environment, HOME);
            assertEquals(folders.search(), List.of());
            assertEquals(folders.roots("x"), List.of(folders.store().resolve("x")));
        }
    }

    @DataProvider
    public Object[][] environments() {
        return new Object[][] {
            {Map.of(), HOME.resolve(".cache")},
            {Map.of("XDG_CACHE_HOME", "xdg"), Path.of("xdg")},
            {Map.of("LOCALAPPDATA", "local"), Path.of("local")},
            {Map.of("XDG_CACHE_HOME", "xdg", "LOCALAPPDATA", "local"), Path.of("xdg")},
            {Map.of("XDG_CACHE_HOME", " ", "LOCALAPPDATA", "local"), Path.of("local")},
            {Map.of("XDG_CACHE_HOME", "", "LOCALAPPDATA", ""), HOME.resolve(".cache")},
        };
    }

    @Test(dataProvider = "environments")
    public void theCacheIsWhereTheSystemHasIt(Map<String, String> environment, Path expected) {
        assertEquals(cache(environment), expected.resolve("palimpsest"));
    }

    @Test
    public void eachKindOfFileHasItsFolder() {
        DataFolders folders = new DataFolders(List.of(), HOME);
        assertEquals(List.of(folders.store(), folders.decoded(), folders.digests()),
                List.of(HOME.resolve("datasets"), HOME.resolve("decoded"), HOME.resolve("digests")));
    }
}
