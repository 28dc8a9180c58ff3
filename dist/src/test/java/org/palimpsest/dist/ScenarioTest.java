package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Every scenario, head, budget and cadence runs end to end, and its records have exactly the rows that they should. */
public class ScenarioTest {
    private static final List<String> METHODS = List.of("finetune", "er", "er-ace", "joint");

    private Palimpsest palimpsest;
    private DatasetInfo digits;

    /**
     * A benchmark and what its records should look like.
     *
     * @param sharedClasses whether all tasks have the same classes
     * @param grows whether classes have no output before they have been seen
     */
    private record Case(String id, int tasks, boolean sharedClasses, boolean grows, int epochs, int every, int probes, Benchmark benchmark) {
        @Override
        public String toString() {
            return id;
        }
    }

    private static final List<Case> CASES = cases();

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(plain("class-full", 5, b -> {}));
        cases.add(new Case("class-growing", 5, false, true, 1, 1, 20, Benchmark.named("class-growing").with("head", "growing")));
        cases.add(new Case("class-cosine", 5, false, true, 1, 1, 20, Benchmark.named("class-cosine").with("head", "{name: cosine, scale: 10}")));
        cases.add(new Case("task-multi", 5, false, false, 1, 1, 20,
                Benchmark.named("task-multi").with("stream", "task-digits.yaml").with("head", "multi")));
        cases.add(new Case("uneven", 3, false, true, 1, 1, 20,
                Benchmark.named("uneven").with("stream", "uneven-digits.yaml").with("head", "growing")));
        cases.add(new Case("permuted", 3, true, false, 1, 1, 20, Benchmark.named("permuted").with("stream", "permuted-few.yaml")));
        cases.add(new Case("rotated-growing", 3, true, true, 1, 1, 20,
                Benchmark.named("rotated-growing").with("stream", "rotated-few.yaml").with("head", "growing")));
        cases.add(plain("blurry", 5, b -> b.with("stream", "blurry-digits")));
        cases.add(plain("blurry-overlap", 5, b -> b.with("stream", "blurry-digits-overlap")));
        cases.add(plain("noisy", 5, b -> b.with("stream", "noisy-digits")));
        cases.add(new Case("epochs-momentum", 5, false, false, 3, 1, 20, Benchmark.named("epochs-momentum")
                .with("budget", "{epochs: 3, batch: 10}").with("optimiser", "{name: sgd, lr: 0.01, momentum: 0.9, weightDecay: 0.001}")));
        cases.add(plain("adam", 5, b -> b.with("optimiser", "{name: adam, lr: 0.001}")));
        cases.add(plain("one-task", 1, b -> b.with("stream", "whole-digits.yaml")));
        cases.add(new Case("every-second", 5, false, false, 1, 2, 20, Benchmark.named("every-second").with("evaluation", "{every: 2, sweep: 64}")));
        cases.add(new Case("no-probe", 5, false, false, 1, 1, 0, Benchmark.named("no-probe").with("probe", "{perTask: 0}")));
        cases.add(plain("resnet", 5, b -> b.with("backbone", "{name: slim-resnet18, width: 2}").with("budget", "{epochs: 1, batch: 32}")));
        return cases;
    }

    private static Case plain(String id, int tasks, java.util.function.Consumer<Benchmark> change) {
        Benchmark benchmark = Benchmark.named(id);
        change.accept(benchmark);
        return new Case(id, tasks, false, false, 1, 1, 20, benchmark);
    }

    @BeforeClass
    public void runThemAll() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        digits = EmbeddedDatasets.catalogue().load("digits", ImageDataset.class).info();
        stream("task-digits", "task-incremental", 5, "classes");
        stream("whole-digits", "class-incremental", 1, "classes");
        stream("permuted-few", "domain-incremental", 3, "permuted");
        stream("rotated-few", "domain-incremental", 3, "rotated");
        Folders.write(palimpsest.home().resolve("uneven-digits.yaml"), "id: uneven-digits\nversion: 1\nscenario: class-incremental\ndataset: digits\n"
                + "split: classes\nclassOrder: seed\nincrements: [5, 2, 3]\n");
        CASES.forEach(c -> c.benchmark().in(palimpsest.home()));
        Folders.write(palimpsest.home().resolve("everything.yaml"), "benchmarks: ["
                + CASES.stream().map(c -> c.id() + ".yaml").collect(Collectors.joining(", ")) + "]\nmethods: " + METHODS + "\nseeds: 1\n");
        palimpsest.run("run", "everything.yaml").exits(0);
    }

    private void stream(String id, String scenario, int tasks, String split) {
        Folders.write(palimpsest.home().resolve(id + ".yaml"), "id: " + id + "\nversion: 1\nscenario: " + scenario + "\ndataset: digits\ntasks: "
                + tasks + "\nsplit: " + split + "\nclassOrder: seed\n");
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    @DataProvider
    public Object[][] runs() {
        List<Object[]> runs = new ArrayList<>();
        CASES.forEach(c -> METHODS.forEach(method -> runs.add(new Object[] {c, method})));
        return runs.toArray(Object[][]::new);
    }

    @Test(dataProvider = "runs")
    public void theAccuracyMatrixIsWhole(Case c, String method) {
        List<Map<String, String>> rows = Records.csv(folder(c, method).resolve("accuracy.csv"));
        List<List<Integer>> expected = new ArrayList<>();
        for (int trained = 0; trained <= c.tasks(); trained++) {
            boolean evaluated = trained == 0 || trained == c.tasks() || trained % c.every() == 0 && !method.equals("joint");
            for (int task = 1; evaluated && task <= c.tasks(); task++) {
                boolean hasOutputs = !c.grows() || trained > 0 && (c.sharedClasses() || task <= trained);
                if (hasOutputs) {
                    expected.add(List.of(trained, task));
                }
            }
        }
        assertEquals(rows.stream().map(row -> List.of(number(row, "trained_task"), number(row, "task"))).toList(), expected);

        Map<Integer, Integer> sizes = new LinkedHashMap<>();
        for (Map<String, String> row : rows) {
            checkCounts(row);
            int n = number(row, "n");
            assertEquals((int) sizes.merge(number(row, "task"), n, (a, b) -> b), n);
            assertTrue(number(row, "task_il_correct") >= number(row, "class_il_correct"), "knowing the task cannot hurt: " + row);
            if (c.sharedClasses()) {
                assertEquals(row.get("task_il_correct"), row.get("class_il_correct"), row.toString());
            }
        }
        assertEquals(sizes.values().stream().mapToInt(n -> n).sum(), digits.test() * (c.sharedClasses() ? c.tasks() : 1));
    }

    /** Probes fall on steps 1, 2, 4 ... and the last of a task, on all tasks so far, on examples that are a fixed few. */
    @Test(dataProvider = "runs")
    public void theProbesAreOnSchedule(Case c, String method) {
        Path table = folder(c, method).resolve("probe.csv");
        List<Map<String, String>> rows = Files.exists(table) ? Records.csv(table) : List.of();
        List<List<Integer>> expected = new ArrayList<>();
        if (c.probes() > 0 && !method.equals("joint")) {
            for (int training = 1; training <= c.tasks(); training++) {
                int now = training;
                int last = rows.stream().filter(row -> number(row, "training_task") == now).mapToInt(row -> number(row, "step")).max().orElseThrow();
                assertTrue(last > 4, "a task of " + last + " steps shows nothing");
                List<Integer> steps = new ArrayList<>();
                for (int step = 1; step < last; step *= 2) {
                    steps.add(step);
                }
                steps.add(last);
                for (int step : steps) {
                    for (int task = 1; task <= training; task++) {
                        expected.add(List.of(training, step, task));
                    }
                }
            }
        }
        assertEquals(rows.stream().map(r -> List.of(number(r, "training_task"), number(r, "step"), number(r, "task"))).toList(), expected);
        for (Map<String, String> row : rows) {
            checkCounts(row);
            assertEquals(number(row, "n"), c.probes());
        }
    }

    /** The right answers to the tasks learned are those of the accuracy matrix, and each question is answered once. */
    @Test(dataProvider = "runs")
    public void confusionMatricesHoldEveryAnswerOnce(Case c, String method) {
        List<Map<String, String>> accuracy = Records.csv(folder(c, method).resolve("accuracy.csv"));
        List<Map<String, String>> confusion = Records.csv(folder(c, method).resolve("confusion.csv"));
        assertEquals(distinct(confusion, "trained_task"), distinct(accuracy, "trained_task").stream().filter(t -> t > 0).toList());
        for (int task : distinct(confusion, "trained_task")) {
            for (String[] columns : new String[][] {{"n", "n"}, {"correct", "class_il_correct"}}) {
                int inConfusion = confusion.stream().filter(r -> number(r, "trained_task") == task).mapToInt(r -> number(r, columns[0])).sum();
                int inAccuracy = accuracy.stream().filter(r -> number(r, "trained_task") == task && number(r, "task") <= task)
                        .mapToInt(r -> number(r, columns[1])).sum();
                assertEquals(inConfusion, inAccuracy, columns[0] + " after task " + task);
            }
        }
        for (Map<String, String> row : confusion) {
            int mistakes = Arrays.stream(row.get("mistaken_for").split(" ")).filter(m -> !m.isEmpty())
                    .mapToInt(m -> Integer.parseInt(m.split(":")[1])).sum();
            assertEquals(mistakes, number(row, "n") - number(row, "correct"), row.toString());
        }
    }

    private static List<Integer> distinct(List<Map<String, String>> rows, String column) {
        return rows.stream().map(r -> number(r, column)).distinct().toList();
    }

    @Test(dataProvider = "runs")
    public void theWholeBudgetIsSpent(Case c, String method) {
        JsonNode info = Records.json(folder(c, method).resolve("run.json"));
        assertEquals(info.get("status").asText(), "finished");
        assertEquals(info.get("tasks").asInt(), c.tasks());
        assertEquals(info.get("tasksDone").asInt(), c.tasks());
        assertEquals(info.get("bound").asBoolean(), method.equals("joint"));
        int examples = digits.train() * c.epochs() * (c.sharedClasses() ? c.tasks() : 1);
        assertEquals(info.get("cost").get("examples").asInt(), examples);
        assertTrue(info.get("cost").get("updates").asInt() >= examples / 32, info.get("cost").toString());
        boolean remembers = method.startsWith("er");
        assertEquals(info.get("cost").get("memoryBytes").asLong() > 0, remembers, info.get("cost").toString());
        assertTrue(info.get("timings").get("trainSeconds").asDouble() > 0);
    }

    /** Far above chance: that a run ends does not mean that it has learned. */
    @Test(dataProvider = "runs")
    public void somethingIsLearned(Case c, String method) {
        if (List.of("resnet", "adam", "class-cosine").contains(c.id())) {
            return; // a single pass is too short for these
        }
        List<Map<String, String>> rows = Records.csv(folder(c, method).resolve("accuracy.csv"));
        Map<String, String> last = rows.get(rows.size() - 1);
        assertTrue(Double.parseDouble(last.get("task_il")) > (c.sharedClasses() || c.tasks() == 1 ? 0.3 : 0.75), last.toString());
    }

    @Test
    public void benchmarksAreRankedApart() {
        List<Map<String, String>> rows = Records.csv(palimpsest.results().resolve("leaderboards/everything.csv"));
        assertEquals(rows.size(), CASES.size() * METHODS.size());
        for (Case c : CASES) {
            List<String> ranks = rows.stream().filter(row -> row.get("benchmark").equals(c.id())).map(row -> row.get("rank")).sorted().toList();
            if (c.tasks() == 1) {
                // with nothing to forget, er-ace is plain training, and equals share a rank
                assertTrue(ranks.equals(List.of("", "1", "2", "2")) || ranks.equals(List.of("", "1", "1", "3")), ranks.toString());
            } else {
                assertEquals(ranks, List.of("", "1", "2", "3"), "one bound and three ranked methods on " + c.id());
            }
        }
    }

    private Path folder(Case c, String method) {
        return Records.run(palimpsest.results(), c.id(), method);
    }

    private static int number(Map<String, String> row, String column) {
        return Integer.parseInt(row.get(column));
    }

    private static void checkCounts(Map<String, String> row) {
        for (String view : List.of("class_il", "task_il")) {
            int correct = number(row, view + "_correct");
            assertTrue(correct >= 0 && correct <= number(row, "n"), row.toString());
            assertEquals(Double.parseDouble(row.get(view)), (double) correct / number(row, "n"), 1e-9, row.toString());
        }
    }
}
