package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Streams whose tasks do not share a data set out among themselves, from their declaration to their records. */
public class FewAndRandomLabelsTest {
    private static final List<String> METHODS = List.of("finetune", "er");

    private Palimpsest palimpsest;
    private DatasetInfo digits;

    @BeforeClass
    public void runThemAll() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        digits = EmbeddedDatasets.catalogue().load("digits", ImageDataset.class).info();
        Benchmark.named("few-shot").with("stream", "few-shot-digits").with("budget", "{epochs: 3, batch: 10}").in(palimpsest.home());
        Benchmark.named("held-out").with("evaluation", "{validation: 0.2}").in(palimpsest.home());
        Benchmark.named("relabelled").with("stream", "relabelled-digits").with("budget", "{epochs: 40, batch: 16}")
                .with("backbone", "{name: mlp, widths: [128]}").with("optimiser", "{name: adam, lr: 0.003}").in(palimpsest.home());
        Folders.write(palimpsest.home().resolve("all.yaml"),
                "benchmarks: [few-shot.yaml, held-out.yaml, relabelled.yaml]\nmethods: " + METHODS + "\nseeds: 1\n");
        palimpsest.run("run", "all.yaml").exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    @DataProvider
    public Object[][] methods() {
        return METHODS.stream().map(method -> new Object[] {method}).toArray(Object[][]::new);
    }

    private JsonNode info(String benchmark, String method) {
        return Records.json(Records.run(palimpsest.results(), benchmark, method).resolve("run.json"));
    }

    /** n and class_il_correct by task, after a task. */
    private List<int[]> after(String benchmark, String method, int trained) {
        List<int[]> found = new ArrayList<>();
        for (Map<String, String> row : Records.csv(Records.run(palimpsest.results(), benchmark, method).resolve("accuracy.csv"))) {
            if (row.get("trained_task").equals(Integer.toString(trained))) {
                assertEquals(row.get("task"), Integer.toString(found.size() + 1));
                found.add(new int[] {Integer.parseInt(row.get("n")), Integer.parseInt(row.get("class_il_correct"))});
            }
        }
        return found;
    }

    @Test(dataProvider = "methods")
    public void fewShotSessionsTrainOnTheirShotsAndExamineAllTestData(String method) {
        JsonNode info = info("few-shot", method);
        int base = digits.train() * 6 / 10;
        int examples = info.get("cost").get("examples").asInt();
        assertTrue(Math.abs(examples - 3 * (base + 4 * 5)) < 30, "three passes over six digits and four times five shots: " + examples);
        assertEquals(info.get("stream").get("shots").asText(), "seed");
        assertEquals(info.get("stream").get("scenario").asText(), "few-shot");
        assertEquals(after("few-shot", method, 5).stream().mapToInt(r -> r[0]).sum(), digits.test());
        int[] first = after("few-shot", method, 1).get(0);
        assertTrue(first[1] > 0.8 * first[0], first[1] + " of " + first[0]);
    }

    @Test(dataProvider = "methods")
    public void validationExaminesHeldOutTrainingDataOnly(String method) {
        int examined = after("held-out", method, 5).stream().mapToInt(r -> r[0]).sum();
        int trained = info("held-out", method).get("cost").get("examples").asInt();
        assertEquals(examined + trained, digits.train());
        assertTrue(Math.abs(examined - 0.2 * digits.train()) <= 5, examined + " held out");
    }

    @Test(dataProvider = "methods")
    public void randomLabelsAreMemorisedAndThenOverwritten(String method) {
        for (int task : new int[] {1, 10}) {
            List<int[]> rows = after("relabelled", method, task);
            assertEquals(rows.size(), 10);
            rows.forEach(row -> assertEquals(row[0], 256));
            int[] own = rows.get(task - 1);
            int[] other = rows.get(4);
            assertTrue(own[1] > 2 * other[1], own[1] + " of the labels just learned, " + other[1] + " of others");
            assertTrue(other[1] < 80, "labels of another task are guessed: " + other[1] + " of 256");
        }
        assertEquals(info("relabelled", method).get("cost").get("examples").asInt(), 10 * 40 * 256);
    }
}
