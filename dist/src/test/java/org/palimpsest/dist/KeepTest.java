package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** States that are kept are there and sound, and change no number. */
public class KeepTest {
    private static final List<String> METHODS = List.of("er", "ncm", "joint");
    private static final List<Integer> ALL = List.of(1, 2, 3, 4, 5);

    private Path home;
    private Palimpsest palimpsest;
    private String suite;
    private Map<String, String> reference;

    @BeforeClass
    public void runWithoutStates() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("small").with("head", "growing").with("budget", "{epochs: 20, batch: 10}").in(home);
        suite = Folders.write(home.resolve("kept.yaml"), "id: kept\nbenchmarks: [small.yaml]\nmethods: [er, ncm, joint]\nseeds: 1\n").toString();
        run("none").exits(0);
        assertFalse(Records.exists(home.resolve("none"), ".bin"), "nothing stays unless it is wanted");
        reference = Records.reproducible(home.resolve("none"));
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private String[] command(String results, String... more) {
        List<String> words = new ArrayList<>(List.of("run", suite, "--results", home.resolve(results).toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private Outcome run(String results, String... more) {
        return palimpsest.run(command(results, more));
    }

    private Path folder(String results, String method) {
        return Records.run(home.resolve(results), "small", method);
    }

    /** The tasks after which a run says that it has kept its state, each of which has its length and digest. */
    private List<Integer> kept(String results, String method) throws IOException {
        Path folder = folder(results, method);
        JsonNode info = Records.json(folder.resolve("run.json"));
        List<Integer> tasks = new ArrayList<>();
        for (int task : ALL) {
            JsonNode length = info.get("committed").get("kept/" + task);
            Path file = folder.resolve("checkpoint-" + task + ".bin");
            assertEquals(length != null, Files.exists(file), file.toString());
            if (length != null) {
                tasks.add(task);
                byte[] bytes = Files.readAllBytes(file);
                assertEquals(length.asLong(), bytes.length);
                assertEquals(info.get("digests").get("kept/" + task).asText(), DigestUtils.sha256Hex(bytes));
            }
        }
        return tasks;
    }

    @DataProvider
    public Object[][] wishes() {
        return new Object[][] {{"last", List.of(5), List.of(5)}, {"all", ALL, List.of(5)}};
    }

    @Test(dataProvider = "wishes")
    public void statesStayAndNumbersAreTheSame(String keep, List<Integer> ofTasks, List<Integer> ofOneLesson) throws IOException {
        Outcome made = run(keep, "--keep", keep, "--commit-every", "60").exits(0);
        assertFalse(made.err().contains("--keep"), made.toString());
        Records.assertSame(Records.reproducible(home.resolve(keep)), reference);
        for (String method : METHODS) {
            assertEquals(kept(keep, method), method.equals("joint") ? ofOneLesson : ofTasks, method);
        }
        assertFalse(run(keep, "--keep", keep).exits(0).err().contains("made again"), "nothing is missing");
    }

    @Test
    public void aRunKilledAndTakenUpEndsWithTheSameNumbersAndItsStates() throws IOException {
        for (int tasks : List.of(1, 2)) {
            Palimpsest.Running running = palimpsest.start(command("killed", "--keep", "all", "--methods", "er"));
            running.await(tasks + " tasks done", () -> Records.files(home.resolve("killed")).filter(file -> file.endsWith("run.json")).map(Records::json)
                    .anyMatch(run -> run.get("tasksDone").asInt() >= tasks));
            running.kill(tasks + " tasks done");
        }
        run("killed", "--keep", "all").exits(0);
        assertTrue(Records.json(folder("killed", "er").resolve("run.json")).get("resumed").asInt() > 0);
        assertEquals(kept("killed", "er"), ALL);
        Map<String, String> killed = Records.reproducible(home.resolve("killed"));
        killed.keySet().removeIf(name -> !reference.containsKey(name)); // the board of the selection
        Records.assertSame(killed, reference);
    }

    @Test
    public void whatWasMadeWithoutStatesSaysHowToHaveThem() {
        run("other", "--keep", "none").exits(0);
        Map<String, String> before = Records.reproducible(home.resolve("other"));
        Outcome again = run("other", "--keep", "last").exits(0).complainsOf("3 of 3 runs were made, or begun, without --keep last, and lack states that it "
                + "asks for; they are not made again. To have these states, delete the folders of these runs (small/er/", ", ...) or choose another --results");
        assertEquals(again.err().lines().filter(line -> line.contains("--keep")).count(), 1, again.toString());
        Records.assertSame(Records.reproducible(home.resolve("other")), before);
        assertFalse(Records.exists(home.resolve("other"), ".bin"));
    }

    @Test
    public void anotherWordIsRefused() {
        run("refused", "--keep", "some").exits(2).complainsOf("--keep", "some", "must be none, last or all");
        palimpsest.run("run", "--help").exits(0).shows("--keep=none|last|all", "of the disk as its network, update rule and");
    }

    @Test
    public void aDamagedStateIsNamedAndItsTablesAreStillReadable() throws IOException {
        run("damaged", "--keep", "last").exits(0);
        Path state = folder("damaged", "er").resolve("checkpoint-5.bin");
        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length / 2] ^= 1;
        Files.write(state, bytes);
        String results = home.resolve("damaged").toString();
        String says = state + ": damaged, its SHA-256 is " + DigestUtils.sha256Hex(bytes) + " where ";
        run("damaged", "--dry-run").exits(3).complainsOf(says);
        palimpsest.run("leaderboard", suite, "--results", results).exits(0);
        Outcome exported = palimpsest.run("export-model", suite, "--results", results, "--out", home.resolve("models").toString()).exits(3).complainsOf(says);
        assertEquals(exported.out().lines().filter(line -> line.contains("test examples rightly")).count(), 2, "the others are exported: " + exported);
    }
}
