package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** What a run is said to have cost against what it must have cost. */
public class CostTest {
    /** 64 pixels, 32 hidden units, 10 classes, two operations for a multiply-add. */
    private static final long FLOPS = 2 * (64 * 32 + 32 * 10);

    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void runOnce() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("small").in(home);
        palimpsest.run("run", "small.yaml", "--methods", "finetune,er", "--seeds", "1", "--set", "buffer=10", "--set", "replayBatch=10").exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private JsonNode cost(String method) {
        return Records.json(Records.run(palimpsest.results(), "small", method).resolve("run.json")).get("cost");
    }

    /** Neither probes nor examinations are training. */
    @Test
    public void trainingOnTheStreamAlonePassesEachExampleOnce() {
        JsonNode cost = cost("finetune");
        long examples = cost.get("examples").asLong();
        assertEquals(cost.get("forwardFlops").asLong(), examples * FLOPS);
        assertEquals(cost.get("backwardFlops").asLong(), 2 * examples * FLOPS);
        assertEquals(cost.get("peakDeviceBytes").asLong(), 0);
    }

    /** The first batch of 10 fills the memory of 10, and every other step draws all of it. */
    @Test
    public void replayedExamplesCostAsMuchAsOthers() {
        JsonNode cost = cost("er");
        long examples = cost.get("examples").asLong();
        assertEquals(examples, cost("finetune").get("examples").asLong());
        long replayed = 10 * (cost.get("updates").asLong() - 1);
        assertEquals(cost.get("forwardFlops").asLong(), (examples + replayed) * FLOPS);
        assertEquals(cost.get("backwardFlops").asLong(), 2 * (examples + replayed) * FLOPS);
    }

    @Test
    public void leaderboardsShowIt() {
        Map<String, Map<String, String>> rows = Records.byMethod(palimpsest.results().resolve("leaderboards/small.csv"));
        assertEquals(rows.get("er").get("forward_flops"), cost("er").get("forwardFlops").asText());
        assertEquals(rows.get("er").get("backward_flops"), cost("er").get("backwardFlops").asText());
        assertEquals(rows.get("er").get("peak_device_bytes"), "0");
    }
}
