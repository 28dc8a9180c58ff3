package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** What is chosen of a suite has a leaderboard of its own, and leaderboards follow from records alone. */
public class BoardNamesTest {
    private Path home;
    private Palimpsest palimpsest;
    private Path boards;
    private Path suite;

    @BeforeClass
    public void runTheSuite() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        boards = palimpsest.results().resolve("leaderboards");
        Benchmark.named("plain").in(home);
        suite = Folders.write(home.resolve("mine.yaml"),
                "id: own\nbenchmarks: [plain.yaml]\nmethods: [finetune, {er: {buffer: 20}}, {er: {buffer: 50}}]\nseeds: 2\n");
        palimpsest.run("run", suite.toString()).exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private List<String> rows(String board) {
        return Records.csv(boards.resolve(board + ".csv")).stream().map(row -> row.get("method") + " " + row.get("seeds")).toList();
    }

    @Test
    public void whatIsChosenLeavesTheWholeBoardAlone() throws IOException {
        byte[] whole = Files.readAllBytes(boards.resolve("own.csv"));
        palimpsest.run("run", suite.toString(), "--methods", "er", "--seeds", "1").exits(0);
        assertEquals(rows("own--er"), List.of("er 0 1", "er 0 1"), "as often as the suite has it, with all seeds that are recorded");
        palimpsest.run("run", suite.toString(), "--methods", "finetune", "--seeds", "1", "--set", "lr=0.1").exits(0);
        List<String> all = Folders.tree(boards).stream().map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("own--finetune--set-")).toList();
        assertEquals(all.size(), 2, all.toString());
        assertEquals(Files.readAllBytes(boards.resolve("own.csv")), whole);
    }

    @Test
    public void fewerSeedsTakeNoneFromTheBoard() throws IOException {
        palimpsest.run("run", suite.toString(), "--seeds", "1").exits(0);
        assertEquals(rows("own").stream().sorted().toList(), List.of("er 0 1", "er 0 1", "finetune 0 1"));
    }

    @Test
    public void theBoardOfABenchmarkHasAllItsRuns() {
        Benchmark.named("apart").in(home);
        palimpsest.run("run", "apart.yaml", "--methods", "finetune", "--seeds", "2").exits(0);
        palimpsest.run("run", "apart.yaml", "--methods", "er", "--set", "er.buffer=20", "--seeds", "1").exits(0);
        assertEquals(rows("apart").stream().sorted().toList(), List.of("er 0", "finetune 0 1"));
    }

    /** Neither the suite's file nor its data need be there. */
    @Test(dependsOnMethods = {"whatIsChosenLeavesTheWholeBoardAlone", "fewerSeedsTakeNoneFromTheBoard"})
    public void recordsAreEnough() throws IOException {
        Map<String, String> before = Records.reproducible(palimpsest.results());
        Files.delete(suite);
        Files.delete(home.resolve("plain.yaml"));
        Folders.delete(boards);
        palimpsest.run("leaderboard", "own").exits(0);
        palimpsest.run("leaderboard", "own", "--methods", "er").exits(0);
        Map<String, String> after = Records.reproducible(palimpsest.results());
        for (String board : List.of("own", "own--er")) {
            for (String end : List.of(".csv", ".runs.csv")) {
                String file = "leaderboards/" + board + end;
                assertTrue(before.containsKey(file), before.keySet().toString());
                assertEquals(after.get(file), before.get(file), file);
            }
        }
        palimpsest.run("leaderboard", "own", "--methods", "joint").exits(2).complainsOf("own");
        Folders.write(palimpsest.results().resolve("plans/own.txt"), "nothing\n");
        palimpsest.run("leaderboard", "own").exits(3).complainsOf("own.txt: line 1: is the name of no run");
        assertFalse(before.isEmpty());
    }
}
