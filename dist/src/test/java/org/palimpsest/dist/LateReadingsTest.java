package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Steps that leave their losses and scores on the device for a while, as on a GPU, give the same records as those that read them at once. */
public class LateReadingsTest {
    private Palimpsest palimpsest;
    private Path atOnce;
    private Path late;

    /** Methods that take more than one backward pass a step, or none of their own, beside one that diverges in the middle of a task. */
    @BeforeClass
    public void runASuiteBothWays() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        Benchmark.named("both").with("optimiser", "{lr: 0.05}").in(palimpsest.home());
        String suite = Folders.write(palimpsest.home().resolve("ways.yaml"), """
                benchmarks: [both.yaml]
                methods: [er, agem, mir, gdumb, lwf, joint, er-ace: {lr: 1.0e+10}, finetune: {lr: 1.0e+30}]
                seeds: [3]
                """).toString();
        atOnce = palimpsest.home().resolve("at-once");
        late = palimpsest.home().resolve("late");
        palimpsest.run("run", suite, "--results", atOnce.toString()).exits(1);
        palimpsest.with("-Dpalimpsest.late-readings=true").run("run", suite, "--results", late.toString()).exits(1);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    @Test
    public void tablesAndLeaderboardsAreTheSame() {
        assertEquals(Records.reproducible(late), Records.reproducible(atOnce));
    }

    @Test
    public void whatDivergesDoesSoAtTheSameStepInTheSameWords() {
        Map<String, JsonNode> expected = Records.runs(atOnce);
        Map<String, JsonNode> actual = Records.runs(late);
        assertEquals(actual.keySet(), expected.keySet());
        assertTrue(expected.values().stream().anyMatch(info -> info.path("stopPoint").path("step").asInt() > 1), expected.toString());
        expected.forEach((id, info) -> {
            for (String key : new String[] {"status", "message", "stopPoint", "tasksDone"}) {
                assertEquals(actual.get(id).get(key), info.get(key), id + " " + key);
            }
        });
    }
}
