package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** {@code report} and {@code plot} on the command line. */
public class ReportTest {
    private static final String REFRESH = "http-equiv=\"refresh\"";

    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void makeRuns() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("plain").in(home);
        Folders.write(home.resolve("both.yaml"), "benchmarks: [plain.yaml]\nmethods: [finetune, {er: {buffer: 20}}, joint]\nseeds: 2\n");
        palimpsest.run("run", "both.yaml").exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private String report(String out, String... inputs) {
        String[] command = Stream.concat(Stream.of("report", "--out", out), Stream.of(inputs)).toArray(String[]::new);
        palimpsest.run(command).exits(0).shows("written to " + out);
        return Records.text(home.resolve(out));
    }

    /** All charts that there are data for, by whatever name the runs are given. */
    @Test
    public void aSuiteAFolderAndABenchmarkAreTheSameRuns() {
        String suite = report("suite.html", "both.yaml");
        for (String chart : List.of("ranking", "cost-front", "stability-plasticity", "accuracy-over-tasks", "forgetting-over-tasks", "learning-over-tasks",
                "anytime", "matrix", "confusion")) {
            assertTrue(suite.contains("data-chart=\"" + chart + "\""), chart);
        }
        String sections = sections(suite);
        assertEquals(sections(report("folder.html", "results")), sections);
        assertEquals(sections(report("benchmark.html", "plain")), sections);
        assertFalse(suite.contains(REFRESH));
        assertFalse(report("some.html", "both.yaml", "--methods", "er", "--set", "er.buffer=20").contains("data-method=\"joint\""));
    }

    private static String sections(String page) {
        return page.replaceFirst("(?s).*<main id=\"main\">", "").replaceFirst("(?s)</main>.*", "");
    }

    /** The numbers of a leaderboard's file are those of its records, and that there are no curves is said. */
    @Test
    public void aLeaderboardsFileHasTheSameTable() {
        String file = report("file.html", "results/leaderboards/both.csv");
        assertEquals(table(file), table(report("records.html", "both.yaml")));
        assertTrue(file.contains("need the records of the runs"));
        assertFalse(file.contains("data-chart=\"anytime\""));
    }

    private static String table(String page) {
        return page.replaceFirst("(?s).*<table class=\"board\">", "").replaceFirst("(?s)</table>.*", "").replaceAll(" data-v=\"[^\"]*\"", "");
    }

    @Test
    public void whatCannotBeUsedIsToldOnThePageAndByTheExitCode() throws IOException {
        Path damaged = home.resolve("damaged");
        Folders.copy(home.resolve("results"), damaged);
        Path table = Records.run(damaged, "plain", "er", 0).resolve("accuracy.csv");
        Files.writeString(table, Records.text(table).replaceFirst("1", "2"));
        palimpsest.run("report", "damaged", "--out", "damaged.html").exits(3).complainsOf("A record cannot be used", home.relativize(table).toString());
        assertTrue(Records.text(home.resolve("damaged.html")).contains("A record cannot be used, and all else is without it"));
    }

    @Test
    public void chartsAreFilesInAFolderOrOne() throws IOException {
        palimpsest.run("plot", "both.yaml", "--out", "plots", "--chart", "anytime,matrix").exits(0);
        try (Stream<Path> files = Files.list(home.resolve("plots"))) {
            assertEquals(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()).stream().sorted().toList(),
                    List.of("plain-anytime.png", "plain-anytime.svg", "plain-matrix.png", "plain-matrix.svg"));
        }
        palimpsest.run("plot", "results/leaderboards/both.csv", "--chart", "ranking", "--only", "er,joint", "--out", "one.svg", "--width", "500").exits(0);
        String svg = Records.text(home.resolve("one.svg"));
        assertTrue(svg.startsWith("<svg width=\"500\"") && svg.contains(">joint<") && !svg.contains(">finetune<"), svg);
        palimpsest.run("plot", "--list").exits(0).shows("anytime ", "stability-plasticity", "the front of the methods");
    }

    @Test
    public void whatCannotBeDrawnIsSaid() {
        palimpsest.run("plot", "both.yaml", "--out", "x.svg").exits(2).complainsOf("--out", "x.svg", "is one file, and these are 9 charts");
        palimpsest.run("plot", "results/leaderboards/both.csv", "--chart", "anytime", "--out", "x.svg").exits(2)
                .complainsOf("--chart", "anytime", "no data for it", "ranking, cost-front, stability-plasticity");
        Folders.write(home.resolve("empty/runs/readme.txt"), "");
        palimpsest.run("report", "empty").exits(2).complainsOf("empty", "no recorded run");
        palimpsest.run("plot", "both.yaml", "--only", "err").exits(2).complainsOf("--only", "err", "did you mean 'er'");
        palimpsest.run("plot", "both.yaml", "--methods", "finetune,er", "--chart", "cost-front", "--cost", "updates", "--out", "x.svg").exits(2)
                .complainsOf("--cost", "updates", "no methods differ in it", "seconds");
        assertFalse(Files.exists(home.resolve("x.svg")));
    }

    /** While a suite is being made the page reads itself again; the last one does not, and the suite is not held up. */
    @Test
    public void aLivePageEndsWithTheSuite() {
        Folders.write(home.resolve("long.yaml"), "benchmarks: [plain.yaml]\nmethods: [der++, agem, mir, si]\nseeds: 4\n");
        Palimpsest.Running run = palimpsest.start("run", "long.yaml", "--results", "live");
        run.await("a record", () -> Records.exists(home.resolve("live"), "run.json"));
        Palimpsest.Running report = palimpsest.start("report", "long.yaml", "--results", "live", "--live", "--every", "1", "--out", "live.html");
        Path page = home.resolve("live.html");
        report.await("a page that reads itself again", () -> Files.exists(page) && Records.text(page).contains(REFRESH));
        run.end().exits(0);
        report.end().exits(0).shows("written to live.html");
        String last = Records.text(page);
        assertFalse(last.contains(REFRESH));
        assertEquals(last.split("data-method=", -1).length - 1, 4);
        assertFalse(last.contains("not finished"));
    }

    /** Whoever stops it has the page as it is then, which does not read itself again. */
    @Test
    public void aLivePageThatIsStoppedIsLeftWhole() throws InterruptedException {
        Folders.write(home.resolve("more.yaml"), "benchmarks: [plain.yaml]\nmethods: [finetune]\nseeds: 2\n");
        palimpsest.run("run", "more.yaml", "--results", "stopped").exits(0);
        Path plan = home.resolve("stopped/plans/more.txt");
        Folders.write(plan, Records.text(plan) + "plain/finetune/7-0123456789ab\n"); // one that never comes
        Palimpsest.Running report = palimpsest.start("report", "more.yaml", "--results", "stopped", "--live", "--out", "stopped.html");
        Path page = home.resolve("stopped.html");
        report.await("a page that reads itself again", () -> Files.exists(page) && Records.text(page).contains(REFRESH));
        report.process().destroy();
        assertEquals(report.process().waitFor(), 130);
        assertFalse(Records.text(page).contains(REFRESH));
        assertTrue(Records.text(page).endsWith("</html>\n"));
    }
}
