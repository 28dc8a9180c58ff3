package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Leaderboards looked at in other ways, from records and from published files. */
public class LeaderboardViewsTest {
    private static final String MNIST = "baselines-split-mnist.csv";
    private static final String ONE = "fetril-cifar100-b50-5-small.csv";
    private static final String OTHER = "fetril-cifar100-b50-10-small.csv";

    private Palimpsest palimpsest;
    private final Map<String, Outcome> outcomes = new HashMap<>();

    @BeforeClass
    public void makeSome() throws IOException {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        Path home = palimpsest.home();
        Path published = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("results").resolve("reference");
        for (String file : List.of(MNIST, ONE, OTHER)) {
            for (String name : List.of(file, runsOf(file))) {
                Files.copy(published.resolve(name), home.resolve(name));
            }
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(home.resolve(runsOf(MNIST)), StandardCharsets.UTF_8));
        Collections.shuffle(lines.subList(1, lines.size()), new Random(2));
        Files.write(home.resolve("shuffled.runs.csv"), lines, StandardCharsets.UTF_8);
        Files.write(home.resolve("header.runs.csv"), lines.subList(0, 1), StandardCharsets.UTF_8);
        Benchmark.named("plain").in(home);
        palimpsest.run("run", "plain.yaml", "--methods", "er,finetune", "--seeds", "3").exits(0);
        List<List<String>> commands = new ArrayList<>();
        for (Object[] command : commands()) {
            commands.add(List.of(((String) command[0]).split(" ")));
        }
        for (Object[] command : refused()) {
            commands.add(List.of(((String) command[0]).split(" ")));
        }
        new CommandBatch(home).run(commands).forEach(outcome -> outcomes.put(String.join(" ", outcome.command()), outcome));
    }

    private static String runsOf(String file) {
        return file.replace(".csv", ".runs.csv");
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    /** Commands that do something, and what they show. */
    @DataProvider
    public Object[][] commands() {
        return new Object[][] {
            {"leaderboard plain.yaml", List.of("rank", "er", "finetune")},
            {"leaderboard plain.yaml --format csv", List.of("benchmark,protocol,scenario,method,options,training,bound,rank,rank_last,runs,n")},
            {"leaderboard plain.yaml --format markdown", List.of("| rank | method |", "| --- | --- | ---: |")},
            {"leaderboard plain.yaml --format latex", List.of("\\begin{tabular}{ll", "\\bottomrule")},
            {"leaderboard plain.yaml --json", List.of("\"rankLast\"", "\"rankedBy\"")},
            {"leaderboard plain.yaml --as capymoa", List.of("forward_transfer", "2/(T(T-1)) sum_{t<i} R[t][i]")},
            {"leaderboard plain.yaml --as avalanche --format markdown", List.of("| StreamForgetting |")},
            {"leaderboard " + MNIST, List.of("1–7    slda", "bound  joint")},
            {"leaderboard shuffled.runs.csv", List.of("1–7    slda")},
            {"leaderboard " + MNIST + " --per flops", List.of("per TFLOP", "the front, cheapest first: slda")},
            {"leaderboard " + MNIST + " --per seconds --json", List.of("\"per_second\"", "\"times_least\"")},
            {"leaderboard " + MNIST + " --filter method=er* --columns final,forgetting.relative,updates", List.of("er-ace", "forgetting.relative")},
            {"leaderboard " + MNIST + " --sort train_seconds --format csv", List.of("protocol,scenario,rank,rank_last,method,class_il.accuracy.final")},
            {"leaderboard " + ONE + " " + OTHER + " --across", List.of("across 2 benchmarks", "IQM fractional", "fecam", "2 of 2")},
            {"leaderboard " + ONE + " " + OTHER + " --across --profile 0.3 --format csv", List.of("iqm.fractional.low", "above_0.300")},
        };
    }

    @Test(dataProvider = "commands")
    public void showsWhatIsAskedFor(String command, List<String> shown) {
        outcomes.get(command).exits(0).shows(shown.toArray(String[]::new));
    }

    @Test
    public void theOrderOfLinesDoesNotMatter() {
        assertEquals(outcomes.get("leaderboard shuffled.runs.csv").out(), outcomes.get("leaderboard " + MNIST).out());
    }

    @Test
    public void conditionsLeaveOthersOut() {
        String shown = outcomes.get("leaderboard " + MNIST + " --filter method=er* --columns final,forgetting.relative,updates").out();
        assertFalse(shown.contains("slda") || shown.contains("der"), shown);
        String sorted = outcomes.get("leaderboard " + MNIST + " --sort train_seconds --format csv").out();
        assertTrue(sorted.lines().skip(1).findFirst().orElseThrow().contains(",ncm,"), "the quickest first: " + sorted);
    }

    /** What was printed from records is what is printed from the file that was written. */
    @Test
    public void aFileShowsWhatItsRecordsShow() throws IOException {
        Path file = palimpsest.home().resolve("results/leaderboards/plain.csv");
        assertEquals(outcomes.get("leaderboard plain.yaml --format csv").out(), Files.readString(file));
        assertEquals(palimpsest.run("leaderboard", file.toString()).exits(0).out().strip(), outcomes.get("leaderboard plain.yaml").out().strip());
    }

    /** Commands that are refused, and what they complain of. */
    @DataProvider
    public Object[][] refused() {
        return new Object[][] {
            {"leaderboard " + MNIST + " --per gold", List.of("--per", "gold", "updates, flops, seconds, bytes")},
            {"leaderboard " + MNIST + " --per flop", List.of("did you mean 'flops'")},
            {"leaderboard " + MNIST + " --across", List.of("--across", "there is one benchmark alone")},
            {"leaderboard " + MNIST + " --across --per flops --sort final --columns final", List.of("1.", "2.", "3.", "--columns", "--sort")},
            {"leaderboard " + MNIST + " --filter buffr=2 --columns finl --sort forgeting", List.of("'buffer'", "'final'", "'forgetting'", "3.")},
            {"leaderboard " + MNIST + " --filter method=none-of-them", List.of("no row is like that")},
            {"leaderboard " + MNIST + " --filter method", List.of("--filter", "must be NAME=VALUE")},
            {"leaderboard " + MNIST + " --filter final<many", List.of("'many' is no number")},
            {"leaderboard " + MNIST + " --format html", List.of("--format", "text, markdown, latex, csv, json")},
            {"leaderboard " + MNIST + " --format csv --json", List.of("cannot both be given")},
            {"leaderboard " + MNIST + " --as mammoth", List.of("--as", "needs the records")},
            {"leaderboard " + MNIST + " --profile 0.5", List.of("--profile", "is an option of --across")},
            {"leaderboard " + ONE + " " + OTHER + " --across --profile half,NaN,1d", List.of("half", "NaN", "1d", "is no number")},
            {"leaderboard " + MNIST + " shuffled.runs.csv", List.of("'0 1 2': but of slda on split-mnist those runs are in " + runsOf(MNIST) + " already",
                    "20.", "'compare' pairs two tables")},
            {"leaderboard header.runs.csv", List.of("header.runs.csv", "there is no run in it")},
            {"leaderboard " + MNIST + " --filter nonsense=1 --columns zork --sort qwerty", List.of("nearest of", "2.", "3.", "--format csv")},
            {"leaderboard " + MNIST + " nowhere.csv", List.of("nowhere.runs.csv", "there is no such file")},
            {"leaderboard plain.yaml " + MNIST, List.of("several can be given if all are files")},
        };
    }

    @Test(dataProvider = "refused")
    public void refusesWhatCannotBe(String command, List<String> told) {
        outcomes.get(command).exits(2).complainsOf(told.toArray(String[]::new));
    }

    @Test
    public void whatIsRefusedIsReadOnAScreen() {
        outcomes.forEach((command, outcome) -> assertTrue(outcome.err().length() < 4000, command + ": " + outcome.err().length() + " characters"));
    }
}
