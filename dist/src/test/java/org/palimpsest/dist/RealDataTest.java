package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
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

    @Test
    public void fewShotSessionsOfCifar100UseTheFixedLists() {
        need("cifar100");
        command("run", "fscil-cifar100", "--methods", "finetune", "--seeds", "1", "--set", "budget.steps=2", "--set", "evaluation.every=9",
                "--set", "probe.perTask=1").exits(0);
        Path record = Folders.tree(palimpsest.results()).stream().filter(p -> p.endsWith("run.json") && p.toString().contains("fscil-cifar100"))
                .findFirst().orElseThrow();
        String json = Records.text(record);
        assertTrue(json.contains("index lists"), json);
    }

    @Test
    public void everyStreamOfADataSetAtHandRuns() {
        need("cifar100");
        for (String benchmark : List.of("split-cifar100-online", "superclasses-cifar100", "blurry-cifar100", "blurry-cifar100-overlap",
                "imbalanced-cifar100", "noisy-cifar100")) {
            command("run", benchmark, "--methods", "er", "--seeds", "1", "--set", "budget.steps=1", "--set", "evaluation.every=100",
                    "--set", "evaluation.validation=0.01", "--set", "probe.perTask=0").exits(0).shows("er");
        }
    }

    @Test
    public void mnistRunsInEveryForm() {
        need("mnist");
        for (String benchmark : List.of("split-mnist", "split-mnist-online", "permuted-mnist", "rotated-mnist", "relabelled-mnist")) {
            Outcome run = command("run", benchmark, "--methods", "finetune", "--seeds", "1", "--set", "budget.steps=2").exits(0);
            assertFalse(run.out().isBlank());
        }
    }
}
