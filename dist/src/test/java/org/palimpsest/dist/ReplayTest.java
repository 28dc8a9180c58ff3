package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Recorded runs made again. */
public class ReplayTest {
    private Path home;
    private Palimpsest palimpsest;
    private Map<String, String> before;

    @BeforeClass
    public void makeSome() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("mine").with("augment", "[{name: random-crop, padding: 1}]").in(home);
        Folders.write(home.resolve("both.yaml"), "id: both\nbenchmarks: [mine.yaml]\nmethods: [finetune, {er: {buffer: 20}}, {er: {buffer: 30}}, ncm, slda]\n"
                + "seeds: 2\n");
        palimpsest.run("run", "both.yaml", "--set", "momentum=0.5", "--gauges", "weights.magnitude").exits(0);
        before = Records.reproducible(palimpsest.results());
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    /** Gauges and a base that several methods share included. */
    @Test
    public void everyRunOfASuiteComesOutTheSameAndTheRecordStays() {
        Outcome outcome = palimpsest.run("replay", "both.yaml", "--set", "momentum=0.5", "--benchmark", "mine.yaml").exits(0);
        outcome.shows("mine/er/", ": bit-equal (rows: accuracy 30, ", "gauges ", "10 of 10 runs are bit-equal");
        Records.assertSame(Records.reproducible(palimpsest.results()), before);
    }

    @Test
    public void theFirstCellThatIsOtherwiseIsTold() {
        Path other = home.resolve("other");
        Folders.copy(palimpsest.results(), other);
        Path run = Records.run(other, "mine", "finetune", 0);
        ObjectNode info = (ObjectNode) Records.json(run.resolve("run.json"));
        List.of("seal", "digests").forEach(info::remove);
        Folders.write(run.resolve("run.json"), info.toPrettyString());
        Path probe = run.resolve("probe.csv");
        List<String> lines = Records.text(probe).lines().toList();
        String[] cells = lines.get(3).split(",");
        int right = Integer.parseInt(cells[4]);
        int otherwise = right == 0 ? 1 : right - 1;
        String share = otherwise == 0 ? "0" : String.valueOf((double) otherwise / Integer.parseInt(cells[3]));
        String wrong = String.join(",", cells[0], cells[1], cells[2], cells[3], String.valueOf(otherwise), share, cells[6], cells[7]);
        String text = Records.text(probe).replace(lines.get(3), wrong);
        Folders.write(probe, text);
        ((ObjectNode) info.get("committed")).put("probe", text.length());
        Folders.write(run.resolve("run.json"), info.toPrettyString());
        String name = other.resolve("runs").relativize(run).toString();
        palimpsest.run("replay", name, "--results", "other", "--benchmark", "mine.yaml").exits(1).shows(
                name + ": differs, first in task " + cells[0] + ", step " + cells[1] + ": probe", "class_il_correct was " + otherwise + " and is " + right,
                "probe: 1 of ", "class_il_correct by 1", "the same: accuracy, confusion");
        JsonNode json = palimpsest.run("replay", name, "--results", "other", "--benchmark", "mine.yaml", "--json").exits(1).json().get(0);
        assertEquals(json.get("equal").asBoolean(), false);
        assertTrue(json.get("first").asText().contains("class_il_correct"), json.toString());
    }

    @Test
    public void aRunThatIsPlannedOtherwiseTodayIsRefusedAndEveryFieldNamed() {
        Benchmark.named("mine").with("budget", "{epochs: 2, batch: 10}").in(home.resolve("changed"));
        palimpsest.run("replay", "mine/finetune/" + Records.run(palimpsest.results(), "mine", "finetune", 0).getFileName(), "--benchmark", "changed/mine.yaml")
                .exits(2).complainsOf("is planned as ", "today: ", "protocol.augment");
        palimpsest.run("replay", "mine/finetune/0-000000000000").exits(2).complainsOf("there is no recorded run");
        palimpsest.run("replay", "both", "--seeds", "7,").exits(2);
    }

    @Test
    public void otherSurroundingsAreToldBefore() {
        Path other = home.resolve("elsewhere");
        Folders.copy(palimpsest.results(), other);
        Path run = Records.run(other, "mine", "finetune", 1);
        ObjectNode info = (ObjectNode) Records.json(run.resolve("run.json"));
        List.of("seal", "digests").forEach(info::remove);
        ((ObjectNode) info.get("environment")).put("cpu", "another one");
        Folders.write(run.resolve("run.json"), info.toPrettyString());
        palimpsest.run("replay", other.resolve("runs").relativize(run).toString(), "--results", "elsewhere", "--benchmark", "mine.yaml").exits(0)
                .complainsOf("warning: ", "cpu was another one and is ");
    }
}
