package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** A record that was damaged is named and left alone, and takes nothing from the others. */
public class DamagedRecordsTest {
    private static final Path INTERRUPTED = Golden.file("recorded").resolve("interrupted");

    private Path home;
    private Palimpsest palimpsest;

    @BeforeMethod
    public void makeFolder() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private static Map<String, String> contents(Path folder) {
        Map<String, String> contents = new TreeMap<>();
        Folders.tree(folder).stream().filter(Files::isRegularFile).forEach(file -> {
            try {
                contents.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return contents;
    }

    /** Flips one bit in the middle. */
    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    public void theOtherRunsOfASuiteStillGetTheirLeaderboard() throws IOException {
        String suite = Folders.write(home.resolve("suite.yaml"), "benchmarks: [small.yaml]\nmethods: [finetune, er, joint]\nseeds: 1\n").toString();
        Benchmark.named("small").in(home);
        palimpsest.run("run", suite).exits(0);
        Path results = palimpsest.results();
        Path joint = Records.run(results, "small", "joint");
        assertFalse(Files.exists(joint.resolve("probe.csv")), "a table without rows is no file");
        assertTrue(Files.exists(Records.run(results, "small", "er").resolve("probe.csv")));

        Path table = Records.run(results, "small", "er").resolve("training.csv");
        Path json = joint.resolve("run.json");
        damage(table);
        Files.writeString(json, Records.text(json).replaceFirst("\"memoryBytes\" : 0", "\"memoryBytes\" : 7"));
        Map<String, String> damaged = contents(results.resolve("runs"));
        String[][] commands = {{"run", suite}, {"leaderboard", suite}, {"leaderboard", "small"}, {"run", suite, "--dry-run"}};
        for (String[] command : commands) {
            Outcome outcome = palimpsest.run(command).exits(3).complainsOf("2 records cannot be used", table + ": ", json + ": damaged");
            if (command.length == 2) {
                Path board = results.resolve("leaderboards").resolve((command[1].equals(suite) ? "suite" : "small") + ".csv");
                assertEquals(Records.byMethod(board).keySet().toString(), "[finetune]");
                outcome.shows("finetune");
            } else {
                assertEquals(outcome.out().lines().filter(line -> line.endsWith("cannot be used")).count(), 2, outcome.toString());
            }
        }
        palimpsest.run("show", results.resolve("runs").relativize(table.getParent()).toString()).exits(3).complainsOf(table.toString());
        assertEquals(contents(results.resolve("runs")), damaged, "nothing is repaired or thrown away");
        Folders.delete(table.getParent());
        Folders.delete(joint);
        palimpsest.run("run", suite).exits(0);
        assertEquals(Records.csv(results.resolve("leaderboards/suite.csv")).size(), 3);
    }

    /** Also where the record is older than digests, so that only the learner can tell. */
    @Test
    public void aDamagedCheckpointIsNamedAndTheRecordIsLeftAlone() throws IOException {
        Path results = Files.createDirectory(home.resolve("interrupted"));
        for (Path file : Folders.tree(INTERRUPTED)) {
            if (Files.isRegularFile(file)) {
                Path copy = results.resolve(INTERRUPTED.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.copy(INTERRUPTED.resolveSibling("interrupted.yaml"), home.resolve("interrupted.yaml"));
        Path checkpoint = Records.run(results, "recorded-interrupted", "er").resolve("checkpoint-1.bin");
        palimpsest.run("run", "interrupted.yaml", "--methods", "finetune", "--seeds", "7,", "--device", "cpu").exits(0);
        Records.pretendCode(checkpoint.getParent(), Records.run(palimpsest.results(), "recorded-interrupted", "finetune"));
        byte[] sound = Files.readAllBytes(checkpoint);
        damage(checkpoint);
        Files.delete(checkpoint.resolveSibling("checkpoint-2.bin"));
        Map<String, String> before = contents(results);
        String[] command = {"run", "interrupted.yaml", "--methods", "er,finetune", "--set", "er.buffer=20", "--seeds", "7,", "--device", "cpu", "--results",
            results.toString()};
        palimpsest.run(command).exits(3).complainsOf(checkpoint + ": cannot be taken up: ", "; delete the run's folder to begin it again");
        Map<String, String> after = contents(results);
        before.forEach((file, content) -> {
            if (file.endsWith(".csv")) { // without what the run was writing when it was killed
                assertTrue(content.startsWith(after.get(file)) && after.get(file).lines().count() > 1, file);
            } else {
                assertEquals(after.get(file), content, file);
            }
        });
        assertEquals(Records.json(Records.run(results, "recorded-interrupted", "finetune").resolve("run.json")).get("status").asText(), "finished",
                "the other run is made");

        Files.write(checkpoint, sound);
        palimpsest.run(command).exits(0);
        assertEquals(Records.json(checkpoint.resolveSibling("run.json")).get("resumed").asInt(), 1);
    }

    /** Seeds, methods and settings that a suite was run with do not hide its runs. */
    @Test
    public void aSuiteThatWasRunWithOtherSeedsHasALeaderboard() {
        String suite = Folders.write(home.resolve("suite.yaml"), "benchmarks: [small.yaml]\nmethods: [finetune, er]\nseeds: 2\n").toString();
        Benchmark.named("small").in(home);
        palimpsest.run("leaderboard", suite).exits(2).complainsOf("there is no recorded run of it");
        palimpsest.run("run", suite, "--seeds", "6,7").exits(0);
        Path board = palimpsest.results().resolve("leaderboards/suite.csv");
        String made = Records.text(board);
        palimpsest.run("leaderboard", suite).exits(0);
        assertEquals(Records.text(board), made);
        assertEquals(Records.byMethod(board).get("er").get("seeds"), "6 7");

        palimpsest.run("run", suite, "--methods", "er", "--set", "buffer=50", "--seeds", "3,").exits(0);
        Path own = Folders.tree(board.getParent()).stream().filter(file -> file.getFileName().toString().matches("suite--er--set-[0-9a-f]{12}\\.csv"))
                .findFirst().orElseThrow();
        String chosen = Records.text(own);
        palimpsest.run("leaderboard", suite, "--methods", "er", "--set", "buffer=50").exits(0);
        assertEquals(Records.text(own), chosen);
        assertEquals(Records.byMethod(own).get("er").get("seeds"), "3");
        assertEquals(Records.text(board), made, "that of the whole suite stays");
        palimpsest.run("leaderboard", suite, "--set", "buffer=60", "--methods", "er").exits(2).complainsOf("have runs of er, finetune",
                "give the --methods and --set that 'run' was given");
    }
}
