package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** One source file, compiled against the harness alone, is a method like the built-in ones. */
public class PluginTest {
    private Path home;
    private Palimpsest palimpsest;
    private Path benchmark;

    @BeforeClass
    public void installThePlugin() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        PluginJar.build("SmoothReplay", home.resolve("plugins"));
        benchmark = Benchmark.named("plugged").in(home);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    @Test
    public void theExampleFitsOnAScreen() throws IOException {
        List<String> lines = Files.readAllLines(PluginJar.source("SmoothReplay"));
        assertTrue(lines.size() <= 60, lines.size() + " lines");
    }

    @Test
    public void theReadmeShowsThisVeryFile() throws IOException {
        String readme = Records.text(ArchitectureTest.moduleFolder("dist").resolveSibling("README.md"));
        assertTrue(readme.contains(Files.readString(PluginJar.source("SmoothReplay")).strip()), "README.md shows another plug-in than the one tested");
    }

    /** The running JDK, and those that are installed beside it. */
    @DataProvider
    public Object[][] compilers() throws IOException {
        Path home = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> beside = Files.list(home.getParent())) {
            return Stream.concat(Stream.of(home), beside.filter(path -> !Files.isSymbolicLink(path) && !path.equals(home)))
                    .map(jdk -> jdk.resolve("bin/javac")).filter(Files::isExecutable).map(javac -> new Object[] {javac}).toArray(Object[][]::new);
        }
    }

    /** From JDK 23 on a processor that is only on the class path is not run. */
    @Test(dataProvider = "compilers")
    public void theReadmesCommandWritesWhatTheJarAnnounces(Path javac) throws IOException, InterruptedException {
        String readme = Records.text(ArchitectureTest.moduleFolder("dist").resolveSibling("README.md"));
        String line = readme.lines().filter(l -> l.startsWith("javac ")).findFirst().orElseThrow();
        Path classes = Files.createTempDirectory(home, "compiled-");
        List<String> command = Arrays.stream(line.split(" ")).map(word -> switch (word) {
            case "javac" -> javac.toString();
            case "'dist/target/lib/*'" -> PluginJar.withoutMethods();
            case "out" -> classes.toString();
            case "SmoothReplay.java" -> PluginJar.source("SmoothReplay").toString();
            default -> word;
        }).toList();
        Path said = classes.resolve("said.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertEquals(process.waitFor(), 0, Records.text(said));
        assertEquals(Records.text(classes.resolve("META-INF/services/org.palimpsest.harness.api.MethodModule")).strip(), "SmoothReplay");
    }

    @Test
    public void itIsListedWithItsJar() {
        List<String> names = palimpsest.run("list", "methods", "--json").exits(0).json().findValuesAsText("name");
        assertEquals(names, names.stream().sorted().toList());
        assertTrue(names.containsAll(List.of("er", "er-ace", "er-smooth", "finetune", "joint")), names.toString());
        palimpsest.run("list", "methods").exits(0).shows("er-smooth", "experience replay with label smoothing", "SmoothReplay.jar");
    }

    @Test
    public void itsOptionsAreDescribed() {
        palimpsest.run("describe", "method", "er-smooth").exits(0).shows("Szegedy", "SmoothReplay.jar",
                "buffer (int, > 0, default 200): examples kept in memory",
                "smoothing (double, >= 0, <= 0.9, default 0.1): share of each label spread over all classes");
    }

    @Test
    public void itsOptionsAreChecked() {
        palimpsest.run("run", benchmark.toString(), "--methods", "er-smooth", "--set", "smoothing=0.95", "--results", "checked").exits(2)
                .complainsOf("smoothing", "0.95", ">= 0, <= 0.9");
        assertTrue(Files.notExists(home.resolve("checked")));
    }

    @Test
    public void itIsRunAndRankedBesideABuiltInMethod() {
        Path results = home.resolve("ranked");
        palimpsest.run("run", benchmark.toString(), "--methods", "er,er-smooth", "--seeds", "2", "--results", results.toString()).exits(0)
                .shows("er-smooth");

        Map<String, Map<String, String>> rows = Records.byMethod(results.resolve("leaderboards/plugged.csv"));
        assertEquals(rows.keySet(), Set.of("er", "er-smooth"));
        assertEquals(rows.values().stream().map(row -> row.get("rank")).collect(Collectors.toSet()), Set.of("1", "2"));
        assertEquals(rows.get("er-smooth").get("options"), "buffer=200; replayBatch=10; smoothing=0.1");
        assertEquals(rows.get("er-smooth").get("n"), "2");
        assertNotEquals(rows.get("er-smooth").get("class_il.anytime.min_acc"), rows.get("er").get("class_il.anytime.min_acc"));
    }

    /** With nothing smoothed it is plain replay, so it must get the same data, draws and weights as the built-in one. */
    @Test
    public void itGetsWhatABuiltInMethodGets() {
        Path results = home.resolve("unsmoothed");
        palimpsest.run("run", benchmark.toString(), "--methods", "er,er-smooth", "--set", "smoothing=0", "--seeds", "1", "--results",
                results.toString()).exits(0);
        Path mine = Records.run(results, "plugged", "er-smooth");
        Path theirs = Records.run(results, "plugged", "er");
        for (String table : List.of("accuracy.csv", "probe.csv", "confusion.csv")) {
            assertEquals(Records.text(mine.resolve(table)), Records.text(theirs.resolve(table)));
        }
    }

    @Test
    public void aJarInAnotherFolderIsLoadedWhenThatFolderIsNamed() {
        Path elsewhere = home.resolve("elsewhere");
        PluginJar.build("Stumbling", elsewhere);
        palimpsest.run("describe", "method", "stumbling").exits(2).complainsOf("unknown method", "stumbling");
        palimpsest.run("describe", "method", "stumbling", "--plugins", elsewhere.toString()).exits(0).shows("Stumbling.jar", "no options");
    }

    @Test
    public void aMetricInAJarIsListedDescribedComputedAndCompared() {
        Path plugins = home.resolve("measuring");
        PluginJar.build("WorstTask", plugins);
        Path results = home.resolve("measured");
        String folder = plugins.toString();
        palimpsest.run("list", "metrics", "--plugins", folder).exits(0).shows("accuracy.worst", "lowest accuracy over all tasks");
        palimpsest.run("describe", "metric", "task_il.accuracy.worst", "--plugins", folder).exits(0).shows("min_{i<=T} R[T][i]", "task-IL");
        palimpsest.run("run", benchmark.toString(), "--methods", "finetune", "--seeds", "2", "--plugins", folder, "--results", results.toString())
                .exits(0);
        Path board = results.resolve("leaderboards/plugged.csv");
        Map<String, String> row = Records.byMethod(board).get("finetune");
        assertTrue(Double.parseDouble(row.get("class_il.accuracy.worst")) <= Double.parseDouble(row.get("class_il.accuracy.final")));
        palimpsest.run("compare", board.toString(), board.toString(), "--metrics", "class_il.accuracy.worst", "--plugins", folder).exits(0)
                .shows("class_il.accuracy.worst");
        palimpsest.run("compare", board.toString(), board.toString(), "--metrics", "class_il.accuracy.worst").exits(2)
                .complainsOf("unknown metric column", "class_il.accuracy.worst");
        palimpsest.run("leaderboard", "plugged", "--results", results.toString()).exits(0);
        assertTrue(!Records.byMethod(board).get("finetune").containsKey("class_il.accuracy.worst"), "the jar is gone, and its column with it");
    }

    @Test
    public void aMethodThatBreaksEndsItsOwnRunOnly() {
        Path plugins = home.resolve("breaking");
        PluginJar.build("Stumbling", plugins);
        PluginJar.build("Unbuildable", plugins);
        Path results = home.resolve("broken-runs");
        palimpsest.run("run", benchmark.toString(), "--methods", "stumbling,unbuildable,finetune", "--seeds", "1", "--plugins", plugins.toString(),
                "--results", results.toString()).exits(1)
                .complainsOf("2 of 3 runs did not finish", "failed in task 3, step 4", "stumbled over a stone")
                .shows("1 failed");

        JsonNode stumbled = Records.json(Records.run(results, "plugged", "stumbling").resolve("run.json"));
        assertEquals(stumbled.get("status").asText(), "failed");
        assertEquals(stumbled.get("tasksDone").asInt(), 2);
        assertEquals(stumbled.get("stopPoint").get("task").asInt(), 3);
        JsonNode unbuildable = Records.json(Records.run(results, "plugged", "unbuildable").resolve("run.json"));
        assertEquals(unbuildable.get("status").asText(), "failed");
        assertTrue(unbuildable.get("message").asText().contains("UncaughtExceptionHandler"), unbuildable.get("message").asText());

        Map<String, Map<String, String>> rows = Records.byMethod(results.resolve("leaderboards/plugged.csv"));
        assertEquals(rows.get("stumbling").get("failed"), "1");
        assertEquals(rows.get("stumbling").get("rank"), "");
        assertEquals(rows.get("finetune").get("rank"), "1");
    }

    @Test
    public void aBrokenJarIsNamed() throws IOException {
        Path plugins = Files.createDirectories(home.resolve("garbage"));
        Files.writeString(plugins.resolve("garbage.jar"), "this is no archive");
        palimpsest.run("list", "methods", "--plugins", plugins.toString()).exits(2).complainsOf("garbage.jar");
    }

    @Test
    public void aJarWhoseClassIsMissingIsNamed() throws IOException {
        Path plugins = Files.createDirectories(home.resolve("hollow"));
        try (var jar = new java.util.jar.JarOutputStream(Files.newOutputStream(plugins.resolve("hollow.jar")))) {
            jar.putNextEntry(new java.util.jar.JarEntry("META-INF/services/org.palimpsest.harness.api.MethodModule"));
            jar.write("example.Missing\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        palimpsest.run("list", "methods", "--plugins", plugins.toString()).exits(2).complainsOf("hollow.jar", "example.Missing");
    }

    @Test
    public void aJarThatAnnouncesNothingIsNamed() throws IOException {
        Path plugins = Files.createDirectories(home.resolve("mute"));
        try (var jar = new java.util.jar.JarOutputStream(Files.newOutputStream(plugins.resolve("mute.jar")))) {
            jar.putNextEntry(new java.util.jar.JarEntry("example/Library.class"));
        }
        for (String command : List.of("list methods", "describe method er", "run quickstart --dry-run", "leaderboard quickstart", "doctor")) {
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.addAll(List.of("--plugins", plugins.toString()));
            palimpsest.run(words.toArray(String[]::new)).exits(2).complainsOf("mute.jar", "announces nothing", "META-INF/services", "@AutoService",
                    "-processor com.google.auto.service.processor.AutoServiceProcessor", "JDK 23", "Class-Path");
        }
    }

    @Test
    public void theNameOfABuiltInMethodIsRefused() {
        Path plugins = home.resolve("usurping");
        PluginJar.build("Usurper", plugins);
        palimpsest.run("list", "methods", "--plugins", plugins.toString()).exits(2)
                .complainsOf("er", "Usurper.jar", "has the same name as the one in");
    }

    @Test
    public void aFolderThatAnyoneMayChangeIsNamedOnce() throws IOException {
        Path plugins = home.resolve("open");
        PluginJar.build("Stumbling", plugins);
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String command : List.of("list methods", "doctor")) {
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.addAll(List.of("--plugins", plugins.toString()));
            Outcome warned = palimpsest.run(words.toArray(String[]::new)).exits(0);
            assertEquals(warned.err(), "warning: plug-ins: anyone on this machine may change " + plugins
                    + ", and with it what runs do; 'chmod o-w' ends that");
        }
    }

    @Test
    public void aFolderThatIsNotThereIsNamed() {
        palimpsest.run("list", "methods", "--plugins", "nowhere").exits(2).complainsOf("--plugins", "nowhere");
    }
}
