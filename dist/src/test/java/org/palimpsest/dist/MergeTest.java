package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Results of several machines in one folder. */
public class MergeTest {
    private static final String ER = "er";

    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void makeSome() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("plain").in(home);
        Folders.write(home.resolve("both.yaml"), "id: both\nbenchmarks: [plain.yaml]\nmethods: [finetune, {er: {buffer: 20}}]\nseeds: 2\n");
        run("whole", "4");
        run("here", "2");
        run("there", "1-3");
    }

    private void run(String results, String seeds) {
        palimpsest.run("run", "both.yaml", "--seeds", seeds, "--results", results, "--keep", "last").exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    /** Seeds 0 and 1 of one machine and 1, 2 and 3 of another are those of one that has made all. */
    @Test
    public void partsAreTheWhole() {
        palimpsest.run("merge", "here", "there", "--results", "all").exits(0).shows("here: 4 runs taken, 0 were here with the same rows\n",
                "there: 4 runs taken, 2 were here with the same rows\n");
        palimpsest.run("merge", "there", "--results", "all").exits(0).shows("there: 0 runs taken, 6 were here");
        palimpsest.run("leaderboard", "both", "--results", "all").exits(0);
        Map<String, String> whole = Records.reproducible(home.resolve("whole"));
        assertTrue(whole.size() > 8, whole.keySet().toString());
        Records.assertSame(Records.reproducible(home.resolve("all")), whole);
        palimpsest.run("run", "both.yaml", "--seeds", "4", "--dry-run", "--results", "all").exits(0).complainsOf("nothing is to be made");
        palimpsest.run("export-model", "both.yaml", "--methods", ER, "--seeds", "3,", "--results", "all", "--out", "models").exits(0);
    }

    @Test
    public void whatDiffersIsToldAndStays() throws IOException {
        Path other = home.resolve("other");
        Folders.copy(home.resolve("here"), other);
        Path run = Records.run(other, "plain", ER, 0);
        Folders.delete(run);
        palimpsest.run("run", "both.yaml", "--seeds", "2", "--results", "other", "--gauges", "weights.magnitude").exits(0);
        byte[] own = Files.readAllBytes(run.resolve("run.json"));
        palimpsest.run("merge", "here", "--results", "other").exits(1)
                .shows("here: 0 runs taken, 3 were here with the same rows, 1 are here with other rows")
                .complainsOf(ER, "ended in another way here than in here");
        assertEquals(Files.readAllBytes(run.resolve("run.json")), own);
    }

    @Test
    public void whatIsDamagedOrNoResultsFolderIsNamed() throws IOException {
        Path damaged = home.resolve("damaged");
        Folders.copy(home.resolve("here"), damaged);
        Path table = Records.run(damaged, "plain", ER, 0).resolve("accuracy.csv");
        Files.writeString(table, Files.readString(table).replaceFirst("1", "2"), StandardCharsets.UTF_8);
        palimpsest.run("merge", "damaged", "--results", "sound").exits(3).shows("damaged: 3 runs taken").complainsOf(table.getFileName().toString(), "damaged");
        assertEquals(Records.runs(home.resolve("sound")).size(), 3);
        palimpsest.run("merge", "nowhere", "--results", "none").exits(2).complainsOf("nowhere", "is no results folder");
        assertFalse(Files.exists(home.resolve("none")));
    }
}
