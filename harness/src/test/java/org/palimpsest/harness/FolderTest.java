package org.palimpsest.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

/** Gives every test method an empty folder, and removes it afterwards. */
public abstract class FolderTest {
    private Path folder;

    @BeforeMethod(alwaysRun = true)
    public final void makeFolder() throws IOException {
        folder = Files.createTempDirectory("palimpsest-test");
    }

    @AfterMethod(alwaysRun = true)
    public final void removeFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    protected final Path folder() {
        return folder;
    }

    /** Writes a file into the folder and returns its path as a user would type it. */
    protected final String write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n").toString();
    }
}
