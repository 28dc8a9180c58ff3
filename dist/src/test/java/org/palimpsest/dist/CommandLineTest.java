package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Every command does and prints what its help says. */
public class CommandLineTest {
    private Palimpsest palimpsest;
    private Path home;
    private Outcome run;

    @BeforeClass
    public void makeALeaderboard() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("small").in(home);
        run = palimpsest.run("run", "small.yaml", "--methods", "er,finetune,joint", "--seeds", "3", "--set", "er.buffer=20").exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    @DataProvider(parallel = true)
    public Object[][] commands() {
        return new Object[][] {{"run"}, {"list"}, {"describe"}, {"leaderboard"}, {"export"}, {"export-model"}, {"show"},
            {"watch"}, {"replay"}, {"compare"}, {"report"}, {"plot"}, {"new"}, {"check"}, {"data"}, {"stream"}, {"bench"}, {"doctor"}};
    }

    @Test(dataProvider = "commands")
    public void everyCommandHasHelp(String command) {
        Outcome help = palimpsest.run(command, "--help").exits(0).shows("Usage: palimpsest " + command, "--help");
        assertEquals(help.err(), "");
    }

    @Test
    public void theProgramHasHelpAVersionAndExitCodes() {
        palimpsest.run("--help").exits(0).shows("run", "list", "describe", "leaderboard", "export", "export-model", "show",
                "watch", "replay", "compare", "report", "plot", "new", "check", "data", "stream", "bench", "doctor", "Exit codes");
        assertTrue(palimpsest.run("--version").exits(0).out()
                .matches("palimpsest \\d+\\.\\d+\\.\\d+\\Rcommit (\\p{XDigit}{12}|unknown)( and changes)?\\R"
                        + "engine PyTorch \\d\\S+ by DJL \\d\\S+\\RJava .*\\s*"));
    }

    @Test
    public void theLogIsShownWhenAskedFor() {
        assertEquals(palimpsest.run("describe", "suite", "quickstart").exits(0).err(), "");
        palimpsest.run("list", "suites", "--debug").exits(0).complainsOf(" DEBUG ");
    }

    /** A kind of thing, the word for one of it, and one that must be there. */
    @DataProvider(parallel = true)
    public Object[][] things() {
        return new Object[][] {
            {"methods", "method", "er-ace", "buffer (int, > 0"},
            {"augmentations", "augmentation", "random-crop", "padding (int"},
            {"normalisers", "normaliser", "adab2n", "kappa (double, >= 0, <= 1"},
            {"addons", "addon", "cn", "Continual Normalization"},
            {"backbones", "backbone", "slim-resnet18", "width (int, > 0, default 20)"},
            {"benchmarks", "benchmark", "split-fashion-mnist-compact-online", "id: split-fashion-mnist-compact"},
            {"suites", "suite", "quickstart", "methods:"},
            {"streams", "stream", "permuted-digits", "split: permuted"},
            {"trainings", "training", "resnet32-200ep", "epochs: 200"},
            {"datasets", "dataset", "digits", "classes: "},
            {"metrics", "metric", "forgetting.max", "formula: "},
        };
    }

    @Test
    public void numbersAreDescribedByTheNamesThatLeaderboardsAndGaugesGiveThem() {
        palimpsest.run("describe", "metric", "class_il.forgetting.max").exits(0).shows("id: forgetting.max", "formula: ", "measure: class-IL");
        palimpsest.run("describe", "metric", "peak_resident_bytes").exits(0).shows("largest resident memory", "unit: B", "better: lower");
        palimpsest.run("describe", "metric", "task_il.accuracy.final.low").exits(0).shows("lower end of the 95 % Student t interval");
        palimpsest.run("describe", "metric", "units.dead").exits(0).shows("formula: ");
    }

    @Test(dataProvider = "things")
    public void everythingIsListedAndDescribed(String kind, String thing, String name, String detail) {
        JsonNode rows = palimpsest.run("list", kind, "--json").exits(0).json();
        List<String> names = rows.findValuesAsText("name");
        assertTrue(names.contains(name), names.toString());
        assertEquals(names.stream().distinct().count(), rows.size());
        List<String> lines = palimpsest.run("list", kind).exits(0).out().lines().toList();
        assertTrue(names.stream().allMatch(n -> lines.stream().anyMatch(line -> line.strip().startsWith(n))), lines.toString());

        palimpsest.run("describe", thing, name).exits(0).shows(detail);
        JsonNode described = palimpsest.run("describe", thing, name, "--json").exits(0).json();
        assertTrue(described.findValuesAsText("name").contains(name) || described.findValuesAsText("id").contains(name), described.toString());
    }

    /** Whoever has made a first run is told what can be done with it, in commands that work. */
    @Test
    public void aRunEndsWithThreeCommandsThatGoOn() {
        List<String> steps = run.out().lines().filter(line -> line.startsWith("  palimpsest ")).toList();
        assertEquals(steps.size(), 3, run.toString());
        for (String step : steps) {
            List<String> words = new java.util.ArrayList<>(List.of(step.strip().replaceFirst("  #.*", "").split(" ")));
            words.remove(0);
            if (words.get(0).equals("run")) {
                assertTrue(step.contains("--set er.buffer=20 --seeds 6"), step);
                words.add("--dry-run");
            }
            palimpsest.run(words.toArray(String[]::new)).exits(0);
        }
    }

    @Test
    public void aDryRunTellsRecipesOfOneMethodApart() throws IOException {
        Files.writeString(home.resolve("two.yaml"), "benchmarks: [small.yaml]\nmethods: [finetune, er: {buffer: 50}, er: {buffer: 60}]\nseeds: 1\n");
        String out = palimpsest.run("run", "two.yaml", "--dry-run", "--results", "dry").exits(0)
                .shows(" (buffer=50)  to do", " (buffer=60)  to do").out();
        assertTrue(out.lines().anyMatch(line -> line.matches("small/finetune/0-\\w+  to do")), out);
    }

    @Test
    public void aNameThatOneThingHasNeedsNoKind() {
        palimpsest.run("describe", "er").exits(0).shows("er: ", "buffer (int, > 0");
        palimpsest.run("describe", "adab2n").exits(0).shows("kappa (double");
        palimpsest.run("describe", "units.dead").exits(0).shows("read: ");
        palimpsest.run("describe", "quickstart").exits(0).shows("methods:");
        palimpsest.run("describe", "cub100@64").exits(0).shows("name: cub100@64");
    }

    @Test
    public void methodsAreListedByFamily() {
        List<String> lines = palimpsest.run("list", "methods").exits(0).out().lines().toList();
        assertTrue(lines.indexOf("bounds:") > 0 && lines.indexOf("bounds:") < lines.indexOf("rehearsal:"), lines.toString());
        assertTrue(lines.get(lines.indexOf("rehearsal:") + 1).startsWith("  agem "), lines.toString());
    }

    @Test
    public void suitesSayWhatANewUserAsks() {
        JsonNode suites = palimpsest.run("list", "suites", "--json").exits(0).json();
        for (JsonNode suite : suites) {
            assertTrue(suite.get("runs").asInt() > 0 && !suite.get("title").asText().isEmpty(), suite.toString());
        }
        JsonNode quickstart = suites.get(suites.findValuesAsText("name").indexOf("quickstart"));
        assertEquals(quickstart.get("runs").asInt(), 12);
        assertEquals(quickstart.get("data").asText(), "here");
        assertEquals(quickstart.get("takes").asText(), "half a minute");
        JsonNode other = suites.get(suites.findValuesAsText("name").indexOf("fetril-cifar100-b50-5"));
        assertEquals(other.get("data").asText(), "lacks cifar100");
    }

    @Test
    public void onDiskIsWhatIsThere() {
        JsonNode sets = palimpsest.run("list", "datasets", "--json").exits(0).json();
        List<String> names = sets.findValuesAsText("name");
        assertEquals(sets.get(names.indexOf("digits")).get("where").asText(), "embedded");
        assertEquals(sets.get(names.indexOf("cub200")).get("where").asText(), "not found");
        assertEquals(sets.get(names.indexOf("image-folder")).get("where").asText(), "yours");
    }

    @Test
    public void theRunPrintsItsLeaderboardAndProgress() {
        run.shows("small", "class-incremental", "er", "finetune", "bound", "(3)", "±", "written to ", "small.csv");
        run.complainsOf("[1/9]", "[9/9]", " left");
        Map<String, Map<String, String>> rows = Records.byMethod(leaderboard("small"));
        assertEquals(rows.get("er").get("rank"), "1");
        assertEquals(rows.get("er").get("seeds"), "0 1 2");
        assertEquals(rows.get("er").get("options"), "buffer=20; memory=reservoir; replayBatch=10");
        assertEquals(Records.csv(leaderboard("small.runs")).size(), 9);
    }

    /** A mean that the leaderboard prints is the one that its runs' accuracy matrices give. */
    @Test
    public void theLeaderboardIsComputedFromTheRecords() {
        double sum = 0;
        for (Path file : Folders.tree(palimpsest.results().resolve("runs/small/er"))) {
            if (file.endsWith("accuracy.csv")) {
                sum += Records.csv(file).stream().filter(row -> row.get("trained_task").equals("5"))
                        .mapToDouble(row -> Double.parseDouble(row.get("class_il"))).average().orElseThrow();
            }
        }
        Map<String, String> er = Records.byMethod(leaderboard("small")).get("er");
        assertEquals(Double.parseDouble(er.get("class_il.accuracy.final")), sum / 3, 1e-9);
        double low = Double.parseDouble(er.get("class_il.accuracy.final.low"));
        double high = Double.parseDouble(er.get("class_il.accuracy.final.high"));
        assertEquals((low + high) / 2, sum / 3, 1e-9, "the interval lies around the mean");
        // Student's t at 97.5 % with two degrees of freedom
        assertEquals(high - low, 2 * 4.302652729911275 * Double.parseDouble(er.get("class_il.accuracy.final.sd")) / Math.sqrt(3), 1e-9);
    }

    /** Every row of the tables of every run, in one file, with what names the run. */
    @Test
    public void exportPutsTheTablesOfAllRunsIntoOne() {
        Path file = home.resolve("long.csv");
        palimpsest.run("export", "small", "--what", "accuracy,probe", "--out", file.toString()).exits(0);
        List<Map<String, String>> rows = Records.csv(file);
        List<Path> records = Folders.tree(palimpsest.results().resolve("runs/small"));
        for (String table : List.of("accuracy", "probe")) {
            int recorded = records.stream().filter(path -> path.endsWith(table + ".csv")).mapToInt(path -> Records.csv(path).size()).sum();
            assertTrue(recorded > 0);
            assertEquals(rows.stream().filter(row -> row.get("table").equals(table)).count(), recorded);
        }
        double sum = rows.stream().filter(row -> row.get("table").equals("accuracy") && row.get("method").equals("er") && row.get("trained_task").equals("5"))
                .mapToDouble(row -> Double.parseDouble(row.get("class_il"))).average().orElseThrow();
        assertEquals(sum, mean(leaderboard("small"), "class_il.accuracy.final"), 1e-9);
        assertEquals(palimpsest.run("export", "small", "--what", "accuracy, probe").exits(0).out().lines().toList(), Records.text(file).lines().toList());
        Outcome printed = palimpsest.run("export", "small", "--what", "gauges").exits(0);
        assertTrue(printed.out().startsWith("benchmark,protocol,") && printed.out().lines().count() == 1, printed.toString());
        printed.complainsOf("no recorded run has rows of gauges");
    }

    @Test
    public void exportWritesWhatOtherToolsShow() {
        long runs = Records.runs(palimpsest.results()).keySet().stream().filter(run -> run.startsWith("small/")).count();
        palimpsest.run("export", "small", "--as", "tensorboard", "--out", "a board").exits(0).shows("tensorboard --logdir 'a board'");
        assertEquals(Folders.tree(home.resolve("a board")).stream().filter(file -> file.endsWith("events.out.tfevents.palimpsest")).count(), runs);
        palimpsest.run("export", "small", "--as", "mlflow", "--what", "accuracy", "--out", "mlruns").exits(0).shows("mlflow ui");
        List<Path> metrics = Folders.tree(home.resolve("mlruns")).stream().filter(file -> file.endsWith("metrics/accuracy/class_il/task 1")).toList();
        assertEquals(metrics.size(), runs);
        assertTrue(Records.text(metrics.get(0)).matches("(?s)(\\d+ [01]\\.\\d+ \\d+\\n)+"), Records.text(metrics.get(0)));
        List<String> lines = palimpsest.run("export", "small", "--as", "jsonl", "--what", "accuracy").exits(0).out().lines().toList();
        assertTrue(lines.size() > runs && lines.get(0).startsWith("{\"benchmark\":\"small\","), lines.get(0));
        palimpsest.run("export", "small", "--as", "jsonl").exits(2).complainsOf("--what", "must name tables: accuracy, ");
        palimpsest.run("export", "small", "--as", "mlflow").exits(2).complainsOf("--out", "must be a folder");
    }

    @Test
    public void leaderboardComputesTheSameBytesAgain() {
        Map<String, String> before = Map.of("rows", Records.text(leaderboard("small")), "runs", Records.text(leaderboard("small.runs")));
        Outcome again = palimpsest.run("leaderboard", "small").exits(0);
        assertEquals(Map.of("rows", Records.text(leaderboard("small")), "runs", Records.text(leaderboard("small.runs"))), before);
        assertTrue(run.out().startsWith(again.out().strip()), "not the table that the run printed: " + again);
        JsonNode json = palimpsest.run("leaderboard", "small", "--json").exits(0).json();
        assertTrue(json.size() > 0);
    }

    @Test
    public void theLeaderboardOfASuiteInAFileLiesWithTheOthers() throws IOException {
        Path suite = Files.createDirectories(home.resolve("mine")).resolve("half.yaml");
        Files.writeString(suite, "benchmarks: [../small.yaml]\nmethods: [finetune]\nseeds: 3\n");
        palimpsest.run("leaderboard", "mine/half.yaml").exits(0).shows("finetune");
        assertEquals(Records.byMethod(leaderboard("half")).keySet(), Set.of("finetune"));
    }

    @Test
    public void theLeaderboardOfABenchmarkInAFileIsThatOfItsRuns() {
        palimpsest.run("leaderboard", "small.yaml").exits(0).shows("er", "finetune");
        assertTrue(Records.byMethod(leaderboard("small")).keySet().containsAll(Set.of("er", "finetune")));
    }

    @Test
    public void leaderboardSpeaksTheWordsOfOtherLibraries() {
        Map<String, String> er = Records.byMethod(leaderboard("small")).get("er");
        Map<String, String> words = Map.of("avalanche", "StreamForgetting", "mammoth", "[Class-IL]", "pycil", "CNN top1 curve",
                "continuum", "accuracy_per_task");
        words.forEach((library, word) ->
                palimpsest.run("leaderboard", "small", "--as", library).exits(0).shows("small", library, "er", "finetune", "bound", word));
        JsonNode rows = palimpsest.run("leaderboard", "small", "--as", "mammoth", "--json").exits(0).json().get("rows");
        assertEquals(rows.get(0).get("method").asText(), "er");
        double mean = rows.get(0).get("metrics").get("[Class-IL]").get(0).get("mean").asDouble();
        assertEquals(mean, 100 * Double.parseDouble(er.get("class_il.accuracy.final")), 1e-6);
        assertEquals(Records.byMethod(leaderboard("small")).get("er"), er, "what is written stays the same");
    }

    @Test
    public void showTellsClassesApart() {
        Path folder = palimpsest.results().resolve("runs").relativize(Folders.tree(palimpsest.results().resolve("runs/small/finetune")).stream()
                .filter(file -> file.endsWith("confusion.csv")).findFirst().orElseThrow().getParent());
        JsonNode rows = palimpsest.run("show", folder.toString(), "--json").exits(0).json();
        assertEquals(rows.findValuesAsText("label"), List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
        assertEquals(rows.findValuesAsText("class").stream().sorted().toList(), rows.findValuesAsText("label"));
        assertTrue(rows.get(9).get("accuracy").asDouble() > rows.get(0).get("accuracy").asDouble(), "the first task is forgotten: " + rows);
        assertEquals(palimpsest.run("show", folder.toString(), "--task", "1", "--json").exits(0).json().size(), 2);
        palimpsest.run("show", folder.toString()).exits(0).shows("label", "class", "accuracy", "taken for");
        palimpsest.run("show", folder.toString(), "--task", "6").exits(2).complainsOf("--task", "6", "the last is of task 5");
        palimpsest.run("show", folder + "0").exits(2).complainsOf("no such run", "did you mean '" + folder + "'");
    }

    @Test
    public void quietPrintsTheResultOnly() {
        Outcome quiet = palimpsest.run("run", "small.yaml", "--methods", "finetune", "--seeds", "1", "--quiet", "--results", "quiet").exits(0);
        assertEquals(quiet.err(), "");
        assertTrue(quiet.out().startsWith("small") && !quiet.out().contains("written to"), quiet.toString());
        JsonNode json = palimpsest.run("run", "small.yaml", "--methods", "finetune", "--seeds", "1", "--json", "--results", "quiet").exits(0).json();
        assertTrue(json.toString().contains("finetune"), json.toString());
    }

    @Test
    public void aDryRunListsTheRunsAndWritesNothing() {
        Outcome dry = palimpsest.run("run", "small.yaml", "--methods", "er,finetune", "--seeds", "2", "--dry-run", "--results", "dry").exits(0);
        assertEquals(dry.out().lines().filter(line -> line.endsWith("to do")).count(), 4, dry.toString());
        assertFalse(Files.exists(home.resolve("dry")));
        palimpsest.run("run", "small.yaml", "--methods", "finetune", "--seeds", "3", "--dry-run").exits(0).shows("finished 5/5");
        JsonNode states = palimpsest.run("run", "small.yaml", "--methods", "finetune", "--seeds", "3", "--dry-run", "--json").exits(0).json();
        assertTrue(states.elements().next().asText().startsWith("finished 5/5"), states.toString());
    }

    private double calibrated(long steps) {
        Outcome dry = palimpsest.run("run", "small.yaml", "--methods", "finetune", "--seeds", "1", "--set", "budget.steps=" + steps, "--dry-run", "--calibrate",
                "--results", "dry").exits(0);
        Matcher told = Pattern.compile("1 run is to be made, about (?:(\\d+) h )?(?:(\\d+) min ?)?(?:(\\d+) s )?with 1 at a time, 0\\.\\d GB")
                .matcher(dry.err());
        assertTrue(told.find(), dry.toString());
        double seconds = 0;
        for (int i = 1; i <= 3; i++) {
            seconds = 60 * seconds + (told.group(i) == null ? 0 : Integer.parseInt(told.group(i)));
        }
        assertFalse(Files.exists(home.resolve("dry")));
        return seconds;
    }

    @Test
    public void whatNothingIsRecordedOfIsMeasuredByItsBeginning() {
        palimpsest.run("run", "small.yaml", "--methods", "finetune", "--seeds", "1", "--dry-run", "--results", "dry").exits(0)
                .complainsOf("no run of these methods on these benchmarks is recorded");
        double many = calibrated(1_000_000);
        double more = calibrated(4_000_000);
        assertTrue(more > 1.5 * many && more < 10 * many, many + " s and " + more + " s");
        assertTrue(calibrated(10) < many / 10, "a run that is over at once was made to its end");
    }

    @Test
    public void compareTellsTheDifferenceItsIntervalAndAVerdict() {
        palimpsest.run("run", "small.yaml", "--methods", "er", "--seeds", "3", "--set", "buffer=200", "--results", "large").exits(0);
        Path large = home.resolve("large/leaderboards/small.csv");
        Outcome text = palimpsest.run("compare", leaderboard("small").toString(), large.toString()).exits(0);
        text.shows("er", "class_il.accuracy.final");

        String metric = "class_il.accuracy.final";
        Outcome csv = palimpsest.run("compare", leaderboard("small").toString(), large.toString(), "--metrics", metric, "--csv").exits(0);
        Map<String, String> row = Records.csv(Folders.write(home.resolve("compared.csv"), csv.out() + "\n")).stream()
                .filter(r -> r.containsValue("er")).findFirst().orElseThrow();
        double expected = mean(large, metric) - mean(leaderboard("small"), metric);
        assertTrue(expected > 0.05, "ten times the memory must help, for this test to test anything: " + expected);
        assertTrue(row.values().stream().anyMatch(v -> isNumber(v) && Math.abs(Double.parseDouble(v) - expected) < 1e-9),
                "difference " + expected + " is not in " + row);
        palimpsest.run("compare", leaderboard("small").toString(), large.toString(), "--json").exits(0).json();
    }

    @Test
    public void compareSetsTwoMethodsOfOneLeaderboardAgainstEachOther() {
        String board = leaderboard("small").toString();
        palimpsest.run("compare", board, "--a", "finetune", "--b", "er:replayBatch=10").exits(0).shows("A: finetune", "B: er (", "class_il.accuracy.final");
        palimpsest.run("compare", board, "--a", "finetune:schedule.milestones=[],lr=0.050", "--b", "er:buffer=20; lr=0.05").exits(0).shows("B: er (");
        palimpsest.run("compare", board, "--a", "finetune", "--b", "er (buffer=20; replayBatch=10)").exits(0).shows("B: er (");
        palimpsest.run("compare", board, "--a", "er", "--b", "er:buffer=20").exits(2).complainsOf("--b: value 'er:buffer=20': are the same runs");
        String both = palimpsest.run("compare", board, board, "--a", "finetun", "--b", "er:buffer=21").exits(2).err();
        assertTrue(both.contains("--a: value 'finetun': no such method in small.runs.csv (did you mean 'finetune'?)"), both);
        assertTrue(both.contains("--b: value 'er:buffer=21'") && both.contains("there are buffer=20, "), both);
        String second = palimpsest.run("compare", board, "--a", "er").exits(2).err();
        assertTrue(second.contains("a second leaderboard is needed"), second);
    }

    @Test
    public void compareSaysWhatItCannotFailOn() {
        String board = leaderboard("small").toString();
        String limit = "the smallest sign-flip p of 3 seeds is 0.25";
        palimpsest.run("compare", board, "--a", "finetune", "--b", "er", "--metrics", "class_il.accuracy.final", "--fail-on", "worse").exits(0).shows(limit);
        palimpsest.run("compare", board, "--a", "finetune", "--b", "er", "--metrics", "class_il.accuracy.final", "--fail-on", "worse", "--json").exits(0)
                .complainsOf(limit).json();
    }

    @Test
    public void compareRefusesAnotherProtocol() {
        palimpsest.run("run", "small.yaml", "--methods", "er", "--seeds", "2", "--set", "epochs=2", "--results", "longer").exits(0);
        Map<String, String> mine = Records.byMethod(leaderboard("small")).get("er");
        Map<String, String> theirs = Records.byMethod(home.resolve("longer/leaderboards/small.csv")).get("er");
        assertNotEquals(mine.get("protocol"), theirs.get("protocol"));
        palimpsest.run("compare", leaderboard("small").toString(), home.resolve("longer/leaderboards/small.csv").toString()).exits(2)
                .shows("not compared", "different protocols", mine.get("protocol"), theirs.get("protocol"),
                        "; budget.epochs is 1 in A and 2 in B\n");
    }

    @Test
    public void doctorReportsTheMachine() {
        palimpsest.run("doctor").exits(0).shows("java", "PyTorch", "blas", "results", "plug-ins", "digits");
        JsonNode facts = palimpsest.run("doctor", "--json").exits(0).json();
        assertTrue(facts.get("engine").asText().startsWith("PyTorch "), facts.toString());
    }

    /** The commonest mistake with a GPU: by itself the engine would compute on the CPU. */
    @Test
    public void aLibraryThatIsNotThereEndsWhateverComputes() {
        Path entries = ArchitectureTest.moduleFolder("dist").resolveSibling("results").resolve("reproduction");
        Palimpsest mistaken = palimpsest.with("-DPYTORCH_LIBRARY_PATH=/nonexistent");
        for (String command : List.of("run small.yaml --methods finetune --results unmade", "run small.yaml --methods finetune --dry-run",
                "run small.yaml --methods finetune --device cpu --results unmade", "bench memories", "reproduce --dry-run --entries " + entries)) {
            Outcome refused = mistaken.run(command.split(" ")).exits(3).complainsOf("PYTORCH_LIBRARY_PATH=/nonexistent: there is no such folder");
            assertEquals(refused.err().lines().count(), 1, refused.toString());
        }
        assertFalse(Files.exists(home.resolve("unmade")));
        mistaken.run("doctor").exits(3).shows("/nonexistent (there is no such folder)", "to be mended", "the one that comes with the engine, for the CPU");
        palimpsest.run("run", "small.yaml", "--methods", "finetune", "--device", "cuda:99", "--dry-run").exits(3).complainsOf("--device cuda:99");
    }

    private Path leaderboard(String name) {
        return palimpsest.results().resolve("leaderboards").resolve(name + ".csv");
    }

    private static double mean(Path leaderboard, String metric) {
        return Double.parseDouble(Records.byMethod(leaderboard).get("er").get(metric));
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
    }
}
