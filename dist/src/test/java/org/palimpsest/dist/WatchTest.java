package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;

import java.nio.file.Path;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** How far runs are, while they are made. */
public class WatchTest {
    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void prepare() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("plain").in(home);
        Folders.write(home.resolve("both.yaml"), "id: both\nbenchmarks: [plain.yaml]\nmethods: [finetune, {er: {buffer: 20}}, {er: {buffer: 30}}]\nseeds: 2\n");
        palimpsest.run("run", "both.yaml", "--results", "done").exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    @Test
    public void aSuiteABenchmarkAFolderAndAllAreShown() {
        String[] page = {"6 of 6 runs done, 0 begun, 0 to come", "finetune", "er (buffer=20)", "er (buffer=30)", "2/2", "class-IL, seen tasks"};
        palimpsest.run("watch", "both", "--results", "done").exits(0).shows(page);
        palimpsest.run("watch", "both.yaml", "--results", "done", "--once", "--ascii").exits(0).shows(page);
        palimpsest.run("watch", "plain", "--results", "done").exits(0).shows(page);
        palimpsest.run("watch", "done").exits(0).shows(page);
        palimpsest.run("watch", "--results", "done").exits(0).shows(page);
    }

    @Test
    public void whatIsNotThereIsTold() {
        palimpsest.run("watch", "bith", "--results", "done").exits(2).complainsOf("no run of it is planned or recorded", "did you mean 'both'?");
        palimpsest.run("watch", "--interval", "0", "--results", "done").exits(2).complainsOf("--interval", "must be 0.1 or more");
        palimpsest.run("watch", "--results", "nowhere").exits(0).shows("0 of 0 runs done");
    }

    /** Looked at again and again while a suite is made, the records are never found damaged, and come out the same. */
    @Test
    public void whoeverMakesTheRunsIsNotDisturbed() {
        Palimpsest.Running making = palimpsest.start("run", "both.yaml", "--results", "watched", "--commit-every", "0");
        making.await("the first task", () -> Records.exists(home.resolve("watched"), "accuracy.csv"));
        int looks = 0;
        while (making.process().isAlive()) {
            palimpsest.run("watch", "both", "--results", "watched").exits(0).shows(" of 6 runs done");
            looks++;
        }
        making.end().exits(0);
        assertEquals(looks > 0, true);
        palimpsest.run("watch", "both", "--results", "watched").exits(0).shows("6 of 6 runs done");
        Records.assertSame(Records.reproducible(home.resolve("watched")), Records.reproducible(home.resolve("done")));
    }
}
