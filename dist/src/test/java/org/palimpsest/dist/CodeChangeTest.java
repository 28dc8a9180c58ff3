package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipFile;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** A run that was interrupted goes on with the code that it was begun with, whatever the checkout says, and with no other. */
public class CodeChangeTest {
    private Path home;
    private Palimpsest palimpsest;
    private String benchmark;

    @BeforeClass
    public void makeFolder() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        PluginJar.build("SmoothReplay", home.resolve("plugins"));
        benchmark = Benchmark.named("long").with("budget", "{epochs: 60, batch: 10}").in(home).toString();
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private String[] command(String results, String method) {
        return new String[] {"run", benchmark, "--methods", method, "--seeds", "1", "--results", home.resolve(results).toString(), "--commit-every", "0"};
    }

    private Path interrupted(String results, String method) {
        Palimpsest.Running running = palimpsest.start(command(results, method));
        running.await("a task done", () -> Records.files(home.resolve(results)).filter(file -> file.endsWith("run.json")).map(Records::json)
                .anyMatch(run -> run.get("tasksDone").asInt() >= 1));
        running.kill("a task done");
        return Records.run(home.resolve(results), "long", method);
    }

    /** The class path with the methods in a jar that was packed anew, perhaps with another class in it. */
    private List<String> repacked(String name, String... another) {
        return Palimpsest.classPath().stream().map(entry -> {
            if (!entry.replace('\\', '/').matches(".*/methods(/target/.*|-[^/]*\\.jar)")) {
                return entry;
            }
            try {
                Map<String, byte[]> files = contents(Path.of(entry));
                for (String file : another) {
                    files.put(file, "changed".getBytes(StandardCharsets.UTF_8));
                }
                return pack(files, home.resolve(name)).toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }

    private static Map<String, byte[]> contents(Path place) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        if (Files.isDirectory(place)) {
            for (Path file : Folders.tree(place)) {
                if (Files.isRegularFile(file)) {
                    files.put(place.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
            }
            return files;
        }
        try (ZipFile zip = new ZipFile(place.toFile())) {
            for (var entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    private static Path pack(Map<String, byte[]> files, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new JarEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return jar;
    }

    /** The commit is the same in all of these: what is compiled tells. */
    @Test
    public void aMethodThatWasCompiledAnewWithChangesIsRefusedAndOneWithoutIsNot() throws IOException {
        Path run = interrupted("edited", "er");
        byte[] record = Files.readAllBytes(run.resolve("run.json"));
        Outcome refused = palimpsest.of(repacked("edited.jar", "org/palimpsest/methods/rehearsal/Changed.class")).run(command("edited", "er")).exits(3)
                .complainsOf(run.resolve("run.json") + ": cannot be resumed, the run was begun with other code than there is now: the code of methods "
                        + "(SHA-256 recorded ", "; recorded is 0.1.0, commit ", "; here is 0.1.0, commit ", "; delete the run's folder to begin it again");
        assertFalse(refused.err().contains("the code of harness"), refused.toString());
        assertEquals(Files.readAllBytes(run.resolve("run.json")), record, "nothing is lost");

        palimpsest.of(repacked("same.jar", "META-INF/notes.txt")).run(command("edited", "er")).exits(0);
        assertTrue(Records.json(run.resolve("run.json")).get("resumed").asInt() > 0);
        palimpsest.run(command("undisturbed", "er")).exits(0);
        Records.assertSame(Records.reproducible(home.resolve("edited")), Records.reproducible(home.resolve("undisturbed")));
    }

    @Test
    public void aPlugInThatWasChangedIsRefused() throws IOException {
        Path run = interrupted("plugged", "er-smooth");
        Path jar = home.resolve("plugins/SmoothReplay.jar");
        Map<String, byte[]> files = contents(jar);
        files.put("notes.txt", new byte[] {1});
        pack(files, jar);
        palimpsest.run(command("plugged", "er-smooth")).exits(3).complainsOf(run.resolve("run.json").toString(),
                "the plug-in SmoothReplay.jar (SHA-256 recorded ", "delete the run's folder");
        Folders.delete(run);
        palimpsest.run(command("plugged", "er-smooth")).exits(0);
    }

    /** The digests of the code are for this alone. */
    @Test
    public void noTableAndNoNameHasThem() {
        palimpsest.run("run", benchmark, "--methods", "finetune", "--seeds", "1", "--set", "budget.epochs=1",
                "--results", home.resolve("told").toString()).exits(0);
        List<String> digests = Records.runs(home.resolve("told")).values().stream().flatMap(run -> {
            assertEquals(List.copyOf(run.get("environment").get("code").properties().stream().map(Map.Entry::getKey).toList()),
                    List.of("datasets", "harness", "methods"));
            return run.get("environment").get("code").properties().stream().map(entry -> entry.getValue().asText());
        }).toList();
        assertEquals(digests.size(), 3);
        for (Path file : Folders.tree(home.resolve("told"))) {
            String all = file + (file.toString().endsWith(".csv") ? Records.text(file) : "");
            assertTrue(digests.stream().noneMatch(digest -> all.contains(digest.substring(0, 12))), file.toString());
        }
    }
}
