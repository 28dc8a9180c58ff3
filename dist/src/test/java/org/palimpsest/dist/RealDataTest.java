package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The real data sets at hand: verified, and learned from by the named benchmarks, cut to a few updates. */
public class RealDataTest {
    private Palimpsest palimpsest;
    private Map<String, String> states;
    private List<String> data;

    @BeforeClass
    public void look() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        data = Stream.ofNullable(System.getenv("PALIMPSEST_DATA")).flatMap(list -> Stream.of(list.split(File.pathSeparator)))
                .filter(folder -> !folder.isBlank()).flatMap(folder -> Stream.of("--data", folder)).toList();
        states = new TreeMap<>();
        for (JsonNode row : command("data", "list", "--json").exits(0).json()) {
            states.put(row.get("name").asText(), row.get("state").asText());
        }
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    private Outcome command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(data);
        return palimpsest.run(all.toArray(String[]::new));
    }

    private void need(String dataset) {
        if (states.get(dataset).equals("not found")) {
            throw new SkipException(dataset + " is not here: set PALIMPSEST_DATA to a folder that holds it");
        }
    }

    @Test
    public void whatIsAtHandIsVerified() {
        List<String> found = states.entrySet().stream().filter(e -> !List.of("not found", "embedded", "your own").contains(e.getValue()))
                .map(Map.Entry::getKey).toList();
        if (found.isEmpty()) {
            throw new SkipException("no real data set is here: set PALIMPSEST_DATA to folders that hold some");
        }
        found.forEach(name -> assertEquals(states.get(name), "verified", name));
    }

    /** What is cut down where the run itself is not what is tested. */
    private Outcome shortRun(String benchmark, String method) {
        return command("run", benchmark, "--methods", method, "--seeds", "1", "--set", "budget.steps=1", "--set", "evaluation.every=1000",
                "--set", "evaluation.validation=0.002", "--set", "probe.perTask=0").exits(0).shows(method);
    }

    @Test
    public void fewShotSessionsOfCifar100UseTheFixedLists() {
        need("cifar100");
        shortRun("fscil-cifar100", "finetune");
        Path record = Folders.tree(palimpsest.results()).stream().filter(p -> p.endsWith("run.json") && p.toString().contains("fscil-cifar100"))
                .findFirst().orElseThrow();
        JsonNode stream = Records.json(record).get("stream");
        assertTrue(stream.get("shots").asText().startsWith("CEC index lists"), stream.toString());
        assertEquals(stream.get("scenario").asText(), "few-shot");
    }

    @DataProvider
    public Object[][] benchmarks() {
        return new Object[][] {
            {"mnist", "split-mnist"}, {"mnist", "split-mnist-online"}, {"mnist", "permuted-mnist"}, {"mnist", "rotated-mnist"},
            {"cifar100", "split-cifar100-online"}, {"cifar100", "superclasses-cifar100"}, {"cifar100", "blurry-cifar100"},
            {"cifar100", "blurry-cifar100-overlap"}, {"cifar100", "imbalanced-cifar100"}, {"cifar100", "noisy-cifar100"},
            {"cifar100", "cifar100-b40-60"}, {"cub100", "fscil-cub100"}, {"omniglot", "fscil-omniglot"},
        };
    }

    @Test(groups = "slow", dataProvider = "benchmarks")
    public void everyKindOfStreamRunsOnTheRealData(String dataset, String benchmark) {
        need(dataset);
        shortRun(benchmark, "er");
    }
}
