package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The reproduction ledger, from files of published values to verdicts. */
public class ReproduceTest {
    private static final String ENTRY = """
              - {name: %s, tier: %s, protocol: "two digits at a time, one pass", benchmark: %s, method: %s,
                 metric: class_il.accuracy.final, published: %s, margin: %s, seeds: %s%s}
            """;

    private Palimpsest palimpsest;
    private Path home;

    @BeforeMethod
    public void makeHome() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private void entries(String... entries) {
        Folders.write(home.resolve("results/reproduction/values.yaml"),
                "defaults: {source: a paper}\nentries:\n" + String.join("", entries));
    }

    private static String entry(String name, String tier, String method, String published, String margin, String seeds, String more) {
        return ENTRY.formatted(name, tier, "split-digits-online", method, published, margin, seeds, more);
    }

    private static String smoke(String name, String method, String published, String margin) {
        return entry(name, "smoke", method, published, margin, "3", "");
    }

    private Path ledger() {
        return palimpsest.results().resolve("reproduced/ledger.csv");
    }

    private Map<String, Map<String, String>> lines() {
        return Records.csv(ledger()).stream().collect(Collectors.toMap(line -> line.get("name"), line -> line));
    }

    /** Every file of every run with its bytes' text and the time at which it was written. */
    private Map<String, String> runFiles() {
        Map<String, String> files = new TreeMap<>();
        Folders.tree(palimpsest.results().resolve("runs")).stream().filter(Files::isRegularFile)
                .forEach(file -> files.put(file.toString(), Records.text(file) + file.toFile().lastModified()));
        return files;
    }

    @Test
    public void saysWhatIsTheSameAndWhatIsNot() {
        entries(smoke("the-same", "finetune", "0.2", "0.15"), smoke("another", "finetune", "0.9", "0.15"),
                smoke("unclear", "finetune", "0.2", "0.0001"),
                smoke("to-come", "lucir", "0.5", "0.1"), entry("later", "hour", "er", "0.5", "0.1", "2", ", set: [buffer=50]"),
                entry("gain", "smoke", "er", "0.4", "0.3", "3", ", baseline: finetune, set: [er.buffer=100]"),
                ENTRY.formatted("no-data", "smoke", "split-mnist", "finetune", "0.2", "0.1", "3", ""));
        Outcome outcome = palimpsest.run("reproduce").exits(0).shows("the-same", "reproduced", "differs", "inconclusive",
                "to-come: not in this build: method lucir", "no-data: mnist: ", "ledger.csv");
        assertTrue(!outcome.out().contains("later"), outcome.toString());
        Map<String, Map<String, String>> lines = lines();
        assertEquals(lines.values().stream().collect(Collectors.toMap(l -> l.get("name"), l -> l.get("verdict"))), Map.of(
                "the-same", "reproduced", "another", "differs", "unclear", "inconclusive", "to-come", "not run", "later", "not run",
                "gain", "reproduced", "no-data", "not run"));
        Map<String, String> same = lines.get("the-same");
        assertEquals(same.get("n") + same.get("seeds") + same.get("diverged") + same.get("failed"), "30 1 200");
        assertEquals(same.get("source") + "|" + same.get("tier"), "a paper|smoke");
        assertEquals(same.get("command"), "./palimpsest run split-digits-online --methods finetune --seeds 0,1,2");
        assertEquals(lines.get("later").get("command"), "./palimpsest run split-digits-online --methods er --seeds 0,1 --set buffer=50");
        assertTrue(lines.get("to-come").get("note").startsWith("not in this build"));
        assertTrue(lines.get("no-data").get("note").contains("mnist"));

        String command = lines.get("gain").get("command").substring("./palimpsest ".length());
        palimpsest.run(command.split(" ")).exits(0);
        Map<String, Map<String, String>> board = Records.byMethod(palimpsest.results().resolve("leaderboards/split-digits-online.csv"));
        double finetune = Double.parseDouble(board.get("finetune").get("class_il.accuracy.final"));
        double er = Double.parseDouble(board.get("er").get("class_il.accuracy.final"));
        assertEquals(Double.parseDouble(same.get("measured")), finetune, 1e-10);
        assertEquals(Double.parseDouble(lines.get("gain").get("measured")), er - finetune, 1e-10);
        double sd = Double.parseDouble(board.get("finetune").get("class_il.accuracy.final.sd"));
        assertEquals(Double.parseDouble(same.get("sd")), sd, 1e-10);
        // Student's t with 2 degrees of freedom: 95 % quantile 2.919986
        double half = 2.919986 * sd / Math.sqrt(3);
        assertEquals(Double.parseDouble(same.get("low")), finetune - half, 1e-6);
        assertEquals(Double.parseDouble(same.get("high")), finetune + half, 1e-6);
    }

    @Test
    public void aSecondCallMakesNothingAndChangesNothing() {
        entries(smoke("a", "finetune", "0.2", "0.15"), entry("b", "hour", "er", "0.5", "0.1", "2", ""));
        palimpsest.run("reproduce").exits(0);
        String first = Records.text(ledger());
        Map<String, String> runs = runFiles();
        palimpsest.run("reproduce").exits(0);
        assertEquals(Records.text(ledger()), first);
        assertEquals(runFiles(), runs);
    }

    @Test
    public void onlyMissingSeedsAreRun() {
        entries(entry("a", "smoke", "finetune", "0.2", "0.15", "2", ""));
        palimpsest.run("reproduce").exits(0);
        Map<String, String> two = runFiles();
        entries(entry("a", "smoke", "finetune", "0.2", "0.15", "3", ""));
        palimpsest.run("reproduce").exits(0);
        Map<String, String> three = runFiles();
        assertEquals(three.size(), two.size() / 2 * 3);
        two.forEach((file, content) -> assertEquals(three.get(file), content, file));
        assertEquals(lines().get("a").get("seeds"), "0 1 2");
    }

    @Test
    public void linesThatNobodyAskedForStay() {
        String a = smoke("a", "finetune", "0.2", "0.15");
        String b = entry("b", "hour", "er", "0.5", "0.1", "2", "");
        entries(a, b);
        palimpsest.run("reproduce").exits(0);
        Map<String, String> line = lines().get("a");
        palimpsest.run("reproduce", "--tier", "hour").exits(0);
        assertEquals(lines().get("a"), line);
        assertEquals(lines().get("b").get("n"), "2");

        Folders.delete(palimpsest.results().resolve("runs/split-digits-online/finetune"));
        palimpsest.run("reproduce", "b").exits(0);
        assertEquals(lines().get("a"), line, "kept although its runs are gone");

        entries(smoke("a", "finetune", "0.9", "0.15"), b);
        palimpsest.run("reproduce", "b").exits(0);
        assertEquals(lines().get("a").get("measured"), line.get("measured"));
        assertEquals(lines().get("a").get("verdict"), "differs", "judged anew against what is published now");

        entries(entry("a", "smoke", "finetune", "0.2", "0.15", "3", ", set: [lr=0.01]"), b);
        palimpsest.run("reproduce", "b").exits(0);
        assertEquals(lines().get("a").get("verdict"), "not run", "measured with another protocol");

        Folders.delete(ledger());
        palimpsest.run("reproduce", "--tier", "smoke").exits(0);
        assertEquals(lines().get("b").get("n"), "2", "read from the runs on disk");
    }

    /** What a user makes lies where version control does not look; the ledger beside the values changes only when asked. */
    @Test
    public void theLedgerBesideTheValuesChangesOnlyWhenAsked() {
        entries(smoke("a", "finetune", "0.2", "0.15"), entry("b", "hour", "er", "0.5", "0.1", "2", ""));
        Path published = palimpsest.results().resolve("reproduction/ledger.csv");
        palimpsest.run("reproduce", "b", "--publish").exits(0).shows("written to " + published);
        assertTrue(Files.notExists(ledger()));
        String before = Records.text(published);

        palimpsest.run("reproduce").exits(0).shows("written to " + ledger());
        assertEquals(Records.text(published), before);
        assertEquals(lines().get("b").get("n"), "2", "as in the ledger beside the values");
        assertEquals(lines().get("a").get("n"), "3");

        Set<String> ignored = Records.text(Path.of("..", ".gitignore")).lines().filter(line -> line.startsWith("/results/"))
                .map(line -> line.substring("/results/".length()).replace("/", "")).collect(Collectors.toSet());
        String[] made = palimpsest.results().toFile().list();
        assertTrue(made.length > 2);
        List<String> shown = Stream.of(made).filter(name -> !ignored.contains(name) && !name.equals("reproduction")).toList();
        assertEquals(shown, List.of(), "made by a command, and not ignored by version control");
    }

    @Test
    public void divergedSeedsAreCountedAndNeverReproduced() {
        entries(entry("wild", "smoke", "finetune", "0.1", "0.5", "2", ", set: [lr=1.0e+30]"), smoke("tame", "finetune", "0.2", "0.15"));
        palimpsest.run("reproduce").exits(1).shows("wild: 2 diverged, 0 failed").complainsOf("diverged");
        Map<String, String> wild = lines().get("wild");
        assertEquals(wild.get("diverged") + wild.get("n") + wild.get("measured") + wild.get("verdict"), "20inconclusive");
        assertEquals(lines().get("tame").get("verdict"), "reproduced");
    }

    @Test
    public void everythingWrongIsToldAtOnce() {
        entries(smoke("Bad Name", "finetune", "0.2", "0.15"), smoke("no-number", "finetune", "high", "0.15"),
                smoke("no-margin", "finetune", "0.2", "0"), entry("misspelt", "smoke", "finetune", "0.2", "0.1", "3", ", sets: [lr=1]"),
                entry("tierless", "minute", "finetune", "0.2", "0.1", "3", ""),
                entry("seedless", "smoke", "finetune", "0.2", "0.1", "[1, 1]", ""),
                "  - just words\n");
        Folders.write(home.resolve("results/reproduction/other.yaml"), "sauce: x\nentries: []\n");
        Outcome outcome = palimpsest.run("reproduce").exits(2).complainsOf(
                "values.yaml: Bad Name: name", "values.yaml: no-number: published: value 'high'",
                "values.yaml: no-margin: margin: value '0': must be > 0", "values.yaml: misspelt: sets", "did you mean 'set'",
                "values.yaml: tierless: tier",
                "smoke, hour, full", "values.yaml: seedless: seeds", "just words", "other.yaml: sauce", "other.yaml: entries");
        assertEquals(outcome.err().lines().filter(line -> line.matches("\\d+\\. .*")).count(), 9, outcome.toString());
        assertTrue(Files.notExists(ledger()));
    }

    @Test
    public void wrongSettingsNameTheEntry() {
        entries(entry("first", "smoke", "er", "0.2", "0.1", "3", ", set: [bufer=5]"),
                entry("second", "smoke", "er", "0.2", "0.1", "3", ", set: [buffer=-5]"));
        palimpsest.run("reproduce").exits(2).complainsOf("values.yaml: first: bufer: value '5'", "did you mean 'buffer'",
                "values.yaml: second: buffer: value '-5'", "> 0");
        assertTrue(Files.notExists(palimpsest.results().resolve("runs")));
        entries(smoke("twice", "er", "0.2", "0.1"), smoke("twice", "er", "0.3", "0.1"));
        palimpsest.run("reproduce").exits(2).complainsOf("twice", "stands in the ledger already");
        palimpsest.run("reproduce", "--entries", "nowhere").exits(2).complainsOf("--entries", "nowhere");
        entries(smoke("name", "er", "0.2", "0.1"));
        palimpsest.run("reproduce", "nam").exits(2).complainsOf("nam", "did you mean 'name'");
        palimpsest.run("reproduce", "name", "--tier", "hour").exits(2).complainsOf("name", "of tier hour");
    }

    @Test
    public void theValuesOfThisProjectAreSound() {
        String entries = Path.of("..", "results", "reproduction").toAbsolutePath().normalize().toString();
        for (String tier : List.of("smoke", "hour", "full")) {
            palimpsest.run("reproduce", "--entries", entries, "--tier", tier, "--dry-run").exits(0);
        }
        Outcome smoke = palimpsest.run("reproduce", "--entries", entries, "--dry-run").exits(0).shows("to do");
        assertTrue(!smoke.out().contains("finished") && Files.notExists(ledger()), smoke.toString());
    }
}
