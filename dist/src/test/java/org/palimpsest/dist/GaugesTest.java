package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Gauges tell about a run and change nothing in it. */
public class GaugesTest {
    private static final Set<String> ALL = Set.of("rank.effective", "rank.approximate", "rank.srank", "rank.stable", "units.dormant", "units.dead",
            "units.active", "weights.magnitude", "weights.norm", "lr.effective", "update.size", "gradient.norm", "norm.drift", "norm.spread",
            "norm.share", "trainability");

    private Path home;
    private Palimpsest palimpsest;
    private Path plain;
    private Path gauged;

    /** Batch statistics, momentum, Adam, memories, growing heads, augmentation: all that a reading could disturb. */
    @BeforeClass
    public void runWithoutAndWith() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("momentum").with("augment", "[{name: random-crop, padding: 1}, flip]").with("head", "growing")
                .with("optimiser", "{name: sgd, lr: 0.02, momentum: 0.9, schedule: {name: cosine}}").in(home);
        Benchmark.named("batch-norm").with("backbone", "{name: slim-resnet18, width: 2}").with("head", "cosine")
                .with("budget", "{epochs: 1, batch: 10, steps: 12}").with("optimiser", "{name: adam, lr: 0.001}").in(home);
        Folders.write(home.resolve("both.yaml"), "id: both\nbenchmarks: [momentum.yaml, batch-norm.yaml]\nmethods: [er, joint]\nseeds: [7]\n");
        plain = home.resolve("plain");
        gauged = home.resolve("gauged");
        palimpsest.run("run", "both.yaml", "--results", plain.toString()).exits(0);
        palimpsest.run("run", "both.yaml", "--results", gauged.toString(), "--gauges", "all").exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private static Map<String, String> readings(Path results) {
        Map<String, String> texts = new TreeMap<>();
        Folders.tree(results).stream().filter(file -> file.endsWith("gauges.csv"))
                .forEach(file -> texts.put(results.relativize(file).toString(), Records.text(file)));
        return texts;
    }

    @Test
    public void scoresAndLeaderboardsAreTheSameBytes() {
        Map<String, String> expected = Records.reproducible(plain);
        assertEquals(expected.size(), 4 * 4 - 2 + 2, "four tables per run but for the probes of bounds, two leaderboards: " + expected.keySet());
        Map<String, String> others = Records.reproducible(gauged);
        others.keySet().removeIf(name -> name.endsWith("gauges.csv"));
        assertEquals(others, expected);
    }

    @Test
    public void theTimeIsBookedApart() {
        Records.runs(plain).forEach((id, info) -> assertEquals(info.get("timings").get("gaugeSeconds").asDouble(), 0.0, id));
        Records.runs(gauged).forEach((id, info) -> {
            JsonNode seconds = info.get("timings");
            assertTrue(seconds.get("gaugeSeconds").asDouble() > 0, id + " " + seconds);
            double sum = 0;
            for (String account : List.of("trainSeconds", "probeSeconds", "evaluationSeconds", "checkpointSeconds", "gaugeSeconds")) {
                sum += seconds.get(account).asDouble();
            }
            assertTrue(sum <= seconds.get("totalSeconds").asDouble(), id + " " + seconds);
        });
        Map<String, String> er = Records.csv(gauged.resolve("leaderboards/both.csv")).get(0);
        double booked = Records.runs(gauged).entrySet().stream().filter(run -> run.getKey().startsWith(er.get("benchmark") + "/" + er.get("method") + "/"))
                .mapToDouble(run -> run.getValue().get("timings").get("gaugeSeconds").asDouble()).average().orElseThrow();
        assertEquals(Double.parseDouble(er.get("gauge_seconds")), booked, 1e-9);
    }

    @Test
    public void readingsStandAtProbesAndTaskEnds() {
        List<Map<String, String>> rows = Records.csv(Records.run(gauged, "momentum", "er").resolve("gauges.csv"));
        Set<String> withoutNormalisation = ALL.stream().filter(gauge -> !gauge.startsWith("norm.")).collect(Collectors.toSet());
        assertEquals(rows.stream().map(row -> row.get("gauge")).collect(Collectors.toSet()), withoutNormalisation);
        assertEquals(steps(rows, "rank.effective", "0"), List.of("0"));
        List<String> second = steps(rows, "rank.effective", "2");
        assertEquals(second.subList(0, 5), List.of("1", "2", "4", "8", "16"));
        assertEquals(steps(rows, "trainability", "2"), second.subList(second.size() - 1, second.size()), "at the task's end alone");
        assertEquals(steps(rows, "trainability", "0"), List.of(), "the head has no output yet");
        for (Map<String, String> row : rows) {
            double value = Double.parseDouble(row.get("value"));
            boolean share = row.get("gauge").startsWith("units.");
            assertTrue(Double.isFinite(value) && (!share || value >= 0 && value <= 1), row.toString());
        }
        List<Map<String, String>> bound = Records.csv(Records.run(gauged, "momentum", "joint").resolve("gauges.csv"));
        assertEquals(bound.stream().map(row -> row.get("task")).distinct().toList(), List.of("0", "5"));
    }

    /** Of a network with batch normalisation there is everything to be read, and the current task is remembered best. */
    @Test
    public void runningStatisticsAreRead() {
        List<Map<String, String>> rows = Records.csv(Records.run(gauged, "batch-norm", "er").resolve("gauges.csv"));
        assertEquals(rows.stream().map(row -> row.get("gauge")).collect(Collectors.toSet()), ALL);
        Map<String, Double> shares = new TreeMap<>();
        rows.stream().filter(row -> row.get("gauge").equals("norm.share") && row.get("task").equals("5"))
                .forEach(row -> shares.put(row.get("layer"), Double.parseDouble(row.get("value"))));
        assertEquals(shares.keySet(), Set.of("task1", "task2", "task3", "task4", "task5"));
        shares.forEach((task, share) -> assertTrue(share > 0 && share <= shares.get("task5"), shares.toString()));
        assertTrue(rows.stream().anyMatch(row -> row.get("layer").equals("backbone.stage4block2.norm1") && Double.parseDouble(row.get("value")) > 0));
    }

    private static List<String> steps(List<Map<String, String>> rows, String gauge, String task) {
        return rows.stream().filter(row -> row.get("gauge").equals(gauge) && row.get("task").equals(task) && row.get("layer").isEmpty())
                .map(row -> row.get("step")).toList();
    }

    @Test
    public void aKilledRunEndsWithTheSameReadings() throws Exception {
        Path results = home.resolve("killed");
        String[] command = {"run", "momentum.yaml", "--methods", "er", "--seeds", "7,", "--results", results.toString(), "--gauges", "all",
            "--commit-every", "0"};
        Palimpsest.Running running = palimpsest.start(command);
        // the folder of the same run elsewhere; a walk would mind files that come and go
        Path folder = results.resolve(gauged.relativize(Records.run(gauged, "momentum", "er")));
        running.await("task 2", () -> IntStream.rangeClosed(2, 4).anyMatch(task -> folder.resolve("checkpoint-" + task + ".bin").toFile().exists()));
        running.kill("the end");

        // not asked for again: the run goes on with the gauges that it began with
        palimpsest.run("run", "momentum.yaml", "--methods", "er", "--seeds", "7,", "--results", results.toString()).exits(0);
        JsonNode info = Records.runs(results).values().iterator().next();
        assertEquals(info.get("resumed").asInt(), 1);
        Map<String, String> expected = readings(gauged);
        Map<String, String> actual = readings(results);
        assertEquals(actual.size(), 1);
        actual.forEach((file, text) -> assertEquals(text, expected.get(file), file));
    }

    @Test
    public void aRunThatIsOverIsNotMadeAgainForGauges() {
        Outcome outcome = palimpsest.run("run", "both.yaml", "--results", plain.toString(), "--gauges", "units.dead,rank.srank").exits(0);
        outcome.complainsOf("already finished", "was begun without rank.srank, units.dead");
        readings(plain).forEach((file, text) -> assertEquals(text, "task,step,gauge,layer,value\r\n", file));
        palimpsest.run("run", "both.yaml", "--results", gauged.toString(), "--gauges", "units.dead").exits(0);
    }

    @Test
    public void onlyTheGaugesNamedAreRead() {
        palimpsest.run("run", "momentum.yaml", "--methods", "finetune", "--seeds", "1", "--results", "few", "--gauges", "units.dead,weights.magnitude")
                .exits(0);
        List<Map<String, String>> rows = Records.csv(Records.run(home.resolve("few"), "momentum", "finetune").resolve("gauges.csv"));
        assertEquals(rows.stream().map(row -> row.get("gauge")).collect(Collectors.toSet()), Set.of("units.dead", "weights.magnitude"));
    }

    @Test
    public void unknownGaugesAreRefusedWithEverythingElseThatIsWrong() {
        Outcome outcome = palimpsest.run("run", "momentum.yaml", "--methods", "err", "--gauges", "unit.dead,rank.srnk", "--results", "bad").exits(2);
        outcome.complainsOf("'unit.dead'", "'units.dead'", "'rank.srnk'", "'rank.srank'", "'err'");
        assertFalse(home.resolve("bad").toFile().exists());
    }

    @Test
    public void gaugesAreListedAndDescribed() {
        List<String> listed = palimpsest.run("list", "gauges", "--json").exits(0).json().findValuesAsText("name");
        assertEquals(Set.copyOf(listed), ALL);
        palimpsest.run("describe", "gauge", "units.dormant").exits(0).shows("0.025", "Sokar", "share");
    }
}
