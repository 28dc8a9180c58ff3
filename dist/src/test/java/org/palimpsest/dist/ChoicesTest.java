package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** What benchmarks, streams and methods can say beyond what they say by default, from their files to their records. */
public class ChoicesTest {
    private Palimpsest palimpsest;

    @BeforeClass
    public void home() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    private void stream(String id, String... lines) {
        Folders.write(palimpsest.home().resolve(id + ".yaml"), "id: " + id + "\nversion: 1\nclassOrder: natural\n" + String.join("\n", lines) + "\n");
    }

    private List<Map<String, String>> accuracy(String benchmark, String method) {
        return Records.csv(Records.run(palimpsest.results(), benchmark, method).resolve("accuracy.csv"));
    }

    /** Even or odd in five tasks of two digits. */
    @Test
    public void groupsOfClassesAreWhatIsAsked() {
        stream("even-odd", "scenario: domain-incremental", "dataset: digits", "tasks: 5", "split: superclasses",
                "groups: {even: [0, 2, 4, 6, 8], odd: [1, 3, 5, 7, 9]}");
        Benchmark.named("parity").with("stream", "even-odd.yaml").in(palimpsest.home());
        palimpsest.run("run", "parity.yaml", "--methods", "er,joint", "--seeds", "1").exits(0);
        List<Map<String, String>> rows = accuracy("parity", "er");
        assertEquals(rows.size(), 6 * 5);
        Map<String, String> last = rows.get(rows.size() - 1);
        assertEquals(last.get("class_il"), last.get("task_il"), "two answers in every task");
        assertTrue(Double.parseDouble(last.get("class_il")) > 0.75, last.toString());
        List<Map<String, String>> confusion = Records.csv(Records.run(palimpsest.results(), "parity", "er").resolve("confusion.csv"));
        assertEquals(confusion.stream().filter(row -> row.get("trained_task").equals("5")).map(row -> row.get("label")).toList(), List.of("0", "1"));
        palimpsest.run("describe", "benchmark", "parity.yaml").exits(0).shows("groups:\n    even: [0, 2, 4, 6, 8]");
    }

    @Test
    public void standardisedValuesAreRecordedAndPartOfTheProtocol() {
        Benchmark.named("scaled").in(palimpsest.home());
        Set<String> protocols = new HashSet<>();
        for (String how : List.of("none", "unit", "dataset", "")) {
            List<String> command = new ArrayList<>(List.of("run", "scaled.yaml", "--methods", "finetune", "--seeds", "1", "--results", "scaled-" + how));
            if (!how.isEmpty()) {
                command.addAll(List.of("--set", "standardise=" + how));
            }
            palimpsest.run(command.toArray(String[]::new)).exits(0);
            JsonNode info = Records.json(Records.run(palimpsest.home().resolve("scaled-" + how), "scaled", "finetune").resolve("run.json"));
            JsonNode scale = info.get("data").get(0).path("scale");
            assertTrue(protocols.add(info.get("protocolDigest").asText()), how);
            assertEquals(info.get("protocol").path("standardise").asText(), how);
            assertEquals(scale.path("mean").path(0).asDouble(), how.equals("dataset") ? 0.305 : 0, 0.01, info.get("data").toString());
            assertEquals(scale.path("sd").path(0).asDouble(), how.equals("dataset") ? 0.376 : how.equals("unit") ? 1 : how.isEmpty() ? 0 : 1 / 255.0, 0.01);
        }
        palimpsest.run("run", "scaled.yaml", "--methods", "er", "--set", "standardise=imagenet").exits(2)
                .complainsOf("--set: standardise: value 'imagenet': is for three channels, but the images of digits have 1 (valid: none, unit, dataset)");
        palimpsest.run("run", "scaled.yaml", "--methods", "er", "--set", "standardise=units").exits(2)
                .complainsOf("standardise: value 'units': must be one of none, unit, dataset, imagenet (did you mean 'unit'?)");
    }

    /** Absent keys are no part of the protocol, and the same weights to begin with make the same run. */
    @Test
    public void initialWeightsAreChosenByTheBenchmark() {
        Benchmark.named("begun").in(palimpsest.home());
        List<String> after = new ArrayList<>();
        for (String setting : List.of("budget.batch=10", "init=torch", "init=orthogonal", "init=kaiming-normal")) {
            palimpsest.run("run", "begun.yaml", "--methods", "finetune", "--seeds", "1", "--set", setting, "--results", setting).exits(0);
            Path run = Records.run(palimpsest.home().resolve(setting), "begun", "finetune");
            JsonNode protocol = Records.json(run.resolve("run.json")).get("protocol");
            assertEquals(protocol.path("init").path("name").asText(), setting.startsWith("init=") ? setting.substring(5) : "");
            after.add(Records.text(run.resolve("accuracy.csv")));
        }
        assertEquals(after.get(1), after.get(0));
        assertEquals(Set.copyOf(after).size(), 3, "other weights, other runs");
        Benchmark.named("hidden").with("init", "{name: xavier-uniform, head: false}").in(palimpsest.home());
        palimpsest.run("describe", "benchmark", "hidden.yaml").exits(0).shows("init:\n  name: xavier-uniform\n  head: false");
        palimpsest.run("run", "hidden.yaml", "--methods", "finetune,gdumb", "--set", "gdumb.epochs=2", "--seeds", "1").exits(0);
        palimpsest.run("run", "begun.yaml", "--methods", "er", "--set", "init=xavier").exits(2)
                .complainsOf("init.name: value 'xavier': must be one of torch, kaiming-uniform, kaiming-normal, xavier-uniform, xavier-normal, "
                        + "lecun-normal, orthogonal");
        Benchmark.named("headless").with("init", "{head: false}").in(palimpsest.home());
        palimpsest.run("run", "headless.yaml", "--methods", "er").exits(2).complainsOf("headless.yaml: init.name: is missing");
    }

    /** Absent keys are no part of the protocol, and what they change are the last digits. */
    @Test
    public void convolutionsLieInAnotherOrderAndAreFoldedForScoringWhereTheBenchmarkSaysSo() {
        Benchmark.named("laid-out").with("backbone", "{name: slim-resnet18, width: 8}").with("budget", "{epochs: 3, batch: 10}").in(palimpsest.home());
        Map<String, String> trained = new HashMap<>();
        Set<String> protocols = new HashSet<>();
        for (String setting : List.of("budget.batch=10", "memoryFormat=contiguous", "memoryFormat=channels-last", "foldBatchNorm=true")) {
            palimpsest.run("run", "laid-out.yaml", "--methods", "joint", "--seeds", "1", "--set", setting, "--results", setting).exits(0);
            Path run = Records.run(palimpsest.home().resolve(setting), "laid-out", "joint");
            JsonNode info = Records.json(run.resolve("run.json"));
            assertTrue(protocols.add(info.get("protocolDigest").asText()), setting);
            String key = setting.substring(0, setting.indexOf('='));
            assertEquals(info.get("protocol").path("memoryFormat").asText() + info.get("protocol").path("foldBatchNorm").asText(),
                    key.startsWith("budget") ? "" : setting.substring(key.length() + 1));
            trained.put(setting, Records.text(run.resolve("training.csv")));
            List<Map<String, String>> accuracy = Records.csv(run.resolve("accuracy.csv"));
            double right = accuracy.stream().filter(row -> row.get("trained_task").equals("5")).mapToDouble(row -> Double.parseDouble(row.get("class_il")))
                    .average().orElseThrow();
            assertTrue(right > 0.6, setting + ": " + right); // 0.74 to 0.9, by processor and order
        }
        assertEquals(trained.get("memoryFormat=contiguous"), trained.get("budget.batch=10"));
        assertEquals(trained.get("foldBatchNorm=true"), trained.get("budget.batch=10"), "training knows nothing of how tasks are scored");
        assertNotEquals(trained.get("memoryFormat=channels-last"), trained.get("budget.batch=10"), "sums in another order");

        palimpsest.run("run", "laid-out.yaml", "--methods", "er", "--set", "memoryFormat=channels_last", "--set", "foldBatchNorm=yes").exits(2)
                .complainsOf("memoryFormat: value 'channels_last': must be one of contiguous, channels-last (did you mean 'channels-last'?)")
                .complainsOf("foldBatchNorm: value 'yes': must be true or false");
        palimpsest.run("run", "laid-out.yaml", "--methods", "er", "--set", "normaliser=gn", "--set", "foldBatchNorm=true").exits(2)
                .complainsOf("--set: foldBatchNorm: value 'true': there is no batch normalisation in the backbone slim-resnet18 with the normaliser gn");
        Benchmark.named("narrow").with("backbone", "{name: slim-resnet18, width: 7}").with("memoryFormat", "channels-last").in(palimpsest.home());
        palimpsest.run("run", "narrow.yaml", "--methods", "er").exits(2).complainsOf("narrow.yaml: memoryFormat: value 'channels-last': has the engine "
                + "write past its memory in the backward pass of a convolution of 1 x 1 with stride and fewer than 8 channels, on processors with AVX2, "
                + "and there is one of 7 channels in the backbone slim-resnet18");
        Benchmark.named("flat").with("memoryFormat", "channels-last").with("foldBatchNorm", "true").in(palimpsest.home());
        palimpsest.run("run", "flat.yaml", "--methods", "er").exits(2)
                .complainsOf("flat.yaml: memoryFormat: value 'channels-last': is for convolutions, and there is none in the backbone mlp")
                .complainsOf("flat.yaml: foldBatchNorm: value 'true': there is no batch normalisation in the backbone mlp");
    }

    /** Of an MLP, whose examples do not know of one another, the sums are the same but for their order. */
    @Test
    public void theBatchesOfAStepGoThroughTheNetworkTogetherWhereTheBenchmarkSaysSo() {
        Benchmark.named("together").with("budget", "{epochs: 3, batch: 10}").in(palimpsest.home());
        Map<String, Double> right = new HashMap<>();
        Map<String, List<Double>> first = new HashMap<>();
        Set<String> protocols = new HashSet<>();
        for (String setting : List.of("budget.batch=10", "jointForward=true")) {
            palimpsest.run("run", "together.yaml", "--methods", "der++,er", "--seeds", "1", "--set", setting, "--results", setting).exits(0);
            Path run = Records.run(palimpsest.home().resolve(setting), "together", "der++");
            assertTrue(protocols.add(Records.json(run.resolve("run.json")).get("protocolDigest").asText()), setting);
            first.put(setting, Records.csv(run.resolve("training.csv")).stream().limit(3).map(row -> Double.parseDouble(row.get("loss"))).toList());
            right.put(setting, Records.csv(run.resolve("accuracy.csv")).stream().filter(row -> row.get("trained_task").equals("5"))
                    .mapToDouble(row -> Double.parseDouble(row.get("class_il"))).average().orElseThrow());
            first.put("er " + setting, Records.csv(Records.run(palimpsest.home().resolve(setting), "together", "er").resolve("training.csv")).stream()
                    .map(row -> Double.parseDouble(row.get("loss"))).toList());
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(first.get("jointForward=true").get(i), first.get("budget.batch=10").get(i), 1e-3);
        }
        assertEquals(right.get("jointForward=true"), right.get("budget.batch=10"), 0.1);
        assertTrue(right.get("jointForward=true") > 0.6, right.toString());
        assertEquals(first.get("er jointForward=true"), first.get("er budget.batch=10"), "er has one batch in a step as it is");
    }

    @Test
    public void clippedGradientsAreChosenByBenchmarkOrMethod() {
        Benchmark.named("steep").with("optimiser", "{name: sgd, lr: 50}").in(palimpsest.home());
        palimpsest.run("run", "steep.yaml", "--methods", "finetune,er", "--seeds", "1", "--set", "finetune.clipNorm=0.001", "--set", "er.clipValue=0.0001")
                .exits(0);
        JsonNode info = Records.json(Records.run(palimpsest.results(), "steep", "er").resolve("run.json"));
        assertEquals(info.get("training").get("clipValue").asDouble(), 0.0001);
        assertFalse(info.get("training").has("clipNorm"));
        Benchmark.named("clipped").with("optimiser", "{name: sgd, lr: 50, clipNorm: 0.001}").in(palimpsest.home());
        palimpsest.run("describe", "benchmark", "clipped.yaml").exits(0).shows("clipNorm: 0.001");
        palimpsest.run("run", "clipped.yaml", "--methods", "er", "--seeds", "1", "--set", "clipNorm=0.002").exits(0);
        palimpsest.run("run", "clipped.yaml", "--methods", "er", "--set", "clipNorm=0", "--set", "clipValue=-1").exits(2)
                .complainsOf("clipNorm: value '0': must be > 0", "clipValue: value '-1': must be > 0");
    }

    @Test
    public void featuresArePermuted() {
        Features.write(palimpsest.home().resolve("rows"), new int[] {40, 40, 40}, new int[] {10, 10, 10});
        stream("permuted-rows", "scenario: domain-incremental", "dataset: features:" + palimpsest.home().resolve("rows"), "tasks: 3", "split: permuted");
        Benchmark.named("rows").with("stream", "permuted-rows.yaml").in(palimpsest.home());
        palimpsest.run("run", "rows.yaml", "--methods", "er,joint,ncm", "--seeds", "1").exits(0);
        assertEquals(accuracy("rows", "er").size(), 4 * 3);
        palimpsest.run("run", "rows.yaml", "--methods", "er", "--set", "standardise=dataset").exits(2)
                .complainsOf("standardise: value 'dataset': conflicts with split permuted");
        palimpsest.run("run", "rows.yaml", "--methods", "er", "--set", "standardise=none", "--seeds", "1").exits(0);
    }

    /** What is replayed from memory is part of what is trained on: of the classes before, twenty of each. */
    @Test
    public void memoriesGrowWithTheClasses() {
        Benchmark.named("growing").in(palimpsest.home());
        palimpsest.run("run", "growing.yaml", "--methods", "icarl,gdumb,er", "--seeds", "1", "--set", "perClass=20", "--set", "gdumb.epochs=1",
                "--set", "er.memory=class-balanced", "--set", "er.replayWeight=0.5").exits(0);
        assertEquals(cost("growing", "icarl", "examples"), 1442 + 20 * (2 + 4 + 6 + 8));
        assertEquals(cost("growing", "gdumb", "examples"), 20 * (2 + 4 + 6 + 8 + 10));
        assertEquals(cost("growing", "er", "memoryBytes"), 200 * (64 + 4));
        JsonNode options = Records.json(Records.run(palimpsest.results(), "growing", "er").resolve("run.json")).get("methodOptions");
        assertEquals(options.get("perClass").asInt(), 20);
        assertEquals(options.get("replayWeight").asDouble(), 0.5);
        palimpsest.run("run", "growing.yaml", "--methods", "er", "--set", "perClass=20").exits(2)
                .complainsOf("on growing: perClass needs a memory that keeps classes apart, which a reservoir does not (valid: ring, class-balanced)");
        palimpsest.run("run", "growing.yaml", "--methods", "er,icarl", "--set", "er.replayWeight=-1", "--set", "icarl.perClass=0").exits(2)
                .complainsOf("replayWeight: value '-1': must be >= 0", "perClass: value '0': must be > 0");
        palimpsest.run("describe", "method", "er").exits(0).shows("replayWeight (double, >= 0, default none)", "perClass (int, > 0, default none)");
    }

    private long cost(String benchmark, String method, String what) {
        return Records.json(Records.run(palimpsest.results(), benchmark, method).resolve("run.json")).get("cost").get(what).asLong();
    }

    @Test
    public void jointTrainingMayHaveTheUpdatesOfAllTasks() {
        Benchmark.named("by-steps").with("budget", "{steps: 7, batch: 10}").in(palimpsest.home());
        Benchmark.named("by-passes").with("budget", "{epochs: 3, batch: 10, laterEpochs: 1}").in(palimpsest.home());
        Folders.write(palimpsest.home().resolve("bounds.yaml"), "benchmarks: [by-steps.yaml, by-passes.yaml]\nmethods: [joint: {budget: all-tasks}, finetune]\n"
                + "seeds: 1\n");
        palimpsest.run("run", "bounds.yaml").exits(0);
        assertEquals(cost("by-steps", "joint", "updates"), 5 * 7);
        assertEquals(cost("by-passes", "joint", "updates"), cost("by-passes", "finetune", "updates"));
        palimpsest.run("run", "by-steps.yaml", "--methods", "joint", "--seeds", "1", "--results", "one-task").exits(0);
        Path alone = Records.run(palimpsest.home().resolve("one-task"), "by-steps", "joint");
        assertEquals(Records.json(alone.resolve("run.json")).get("cost").get("updates").asInt(), 7);
        palimpsest.run("run", "by-steps.yaml", "--methods", "joint", "--set", "budget=everything").exits(2)
                .complainsOf("budget: value 'everything': must be one of all-tasks");
    }
}
