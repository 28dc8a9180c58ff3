package org.palimpsest.datasets;

import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.annotations.Test;

public class TemporaryFolderTest {
    @Test
    public void itIsGoneWithAllThatIsInIt() throws IOException {
        Path path;
        try (TemporaryFolder folder = TemporaryFolder.named("palimpsest-test")) {
            path = folder.path();
            Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("c"), "d");
            assertTrue(Files.exists(path.resolve("a/b/c")));
        }
        assertFalse(Files.exists(path));
    }
}
