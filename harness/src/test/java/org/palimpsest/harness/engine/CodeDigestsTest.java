package org.palimpsest.harness.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.palimpsest.harness.FolderTest;
import org.testng.annotations.Test;

/** Which changes of a jar are changes of code. */
public class CodeDigestsTest extends FolderTest {
    private static final Map<String, String> CLASSES = Map.of("org/a/One.class", "one", "org/a/Two.class", "two");

    private String digest(Path place) throws IOException {
        return CodeDigests.digest(place.toUri().toURL());
    }

    private String jar(Map<String, String> entries, boolean reversed, long time) throws IOException {
        Path file = Files.createTempFile(folder(), "code", ".jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            List<String> names = new ArrayList<>(new TreeMap<>(entries).keySet());
            if (reversed) {
                Collections.reverse(names);
            }
            for (String name : names) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTime(time);
                zip.putNextEntry(entry);
                zip.write(entries.get(name).getBytes(StandardCharsets.UTF_8));
            }
        }
        return digest(file);
    }

    private static Map<String, String> with(String name, String content) {
        Map<String, String> entries = new TreeMap<>(CLASSES);
        entries.put(name, content);
        return entries;
    }

    @Test
    public void equalClassesHaveEqualDigestsInJarsAndFolders() throws IOException {
        String digest = jar(CLASSES, false, 0);
        assertTrue(digest.matches("[0-9a-f]{64}"), digest);
        assertEquals(jar(CLASSES, true, 1_000_000_000_000L), digest, "packed again, in another order");
        Path classes = folder().resolve("classes");
        for (Map.Entry<String, String> entry : with("notes.txt", "notes").entrySet()) {
            Path file = classes.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, entry.getValue());
        }
        assertEquals(digest(classes), digest);
    }

    /** The commit is in a file of the jar, and with it would be every change of the documentation. */
    @Test
    public void whatIsNoCodeOfRunsDoesNotCount() throws IOException {
        String digest = jar(CLASSES, false, 0);
        for (String name : List.of("palimpsest/code.properties", "META-INF/MANIFEST.MF", "org/palimpsest/harness/cli/Main.class",
                "org/palimpsest/harness/bench/Bench.class", "org/palimpsest/harness/pool/Worker.class", "palimpsest/benchmarks/new.yaml")) {
            assertEquals(jar(with(name, "x"), false, 0), digest, name);
        }
    }

    @Test
    public void anotherMoreOrFewerClassesAreOtherCode() throws IOException {
        String digest = jar(CLASSES, false, 0);
        assertNotEquals(jar(with("org/a/Two.class", "TWO"), false, 0), digest);
        assertNotEquals(jar(with("org/a/Three.class", ""), false, 0), digest);
        assertNotEquals(jar(Map.of("org/a/One.class", "one"), false, 0), digest);
        assertNotEquals(jar(with("org/palimpsest/harness/engine/Clock.class", "x"), false, 0), digest);
    }

    @Test
    public void aRunHasThoseOfItsModules() {
        assertEquals(CodeDigests.of(FakeStudent.run(1)).keySet().toString(), "[datasets, harness]");
    }
}
