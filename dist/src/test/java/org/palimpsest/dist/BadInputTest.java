package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Bad input is refused before anything is begun: every error at once, where it is, what would be right; no stack trace. */
public class BadInputTest {
    private Palimpsest palimpsest;
    private Path home;
    private final Map<String, Outcome> outcomes = new HashMap<>();

    @BeforeClass
    public void writeGoodAndBadFiles() throws IOException {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("good").in(home);
        Benchmark.named("no-stream").with("stream", "split-digit").in(home);
        Benchmark.named("no-backbone").with("backbone", "{name: mpl}").in(home);
        Benchmark.named("bad-backbone-option").with("backbone", "{name: mlp, width: [10]}").in(home);
        Benchmark.named("bad-widths").with("backbone", "{name: mlp, widths: [10, -3]}").in(home);
        Benchmark.named("no-dataset").with("stream", "no-dataset-stream.yaml").in(home);
        Folders.write(home.resolve("no-dataset-stream.yaml"), stream("digit", "classes", 5, "class-incremental"));
        Benchmark.named("uneven").with("stream", "uneven-stream.yaml").in(home);
        Folders.write(home.resolve("uneven-stream.yaml"), stream("digits", "classes", 3, "class-incremental"));
        Benchmark.named("conflict-split").with("stream", "conflict-stream.yaml").in(home);
        Folders.write(home.resolve("conflict-stream.yaml"), stream("digits", "permuted", 5, "class-incremental"));
        Benchmark.named("resnet").with("backbone", "{name: slim-resnet18, width: 2}").in(home);
        Benchmark.named("shared-labels").with("backbone", "{name: slim-resnet18, width: 2}").with("stream", "permuted-digits").in(home);
        Benchmark.named("conflict-head").with("head", "multi").in(home);
        Benchmark.named("bad-key").with("buget", "{epochs: 2}").in(home);
        Benchmark.named("bad-inner-key").with("budget", "{epochs: 1, bacth: 10}").in(home);
        Benchmark.named("bad-type").with("threads", "many").in(home);
        Benchmark.named("bad-range").with("budget", "{epochs: 0, batch: -10}").in(home);
        Benchmark.named("bad-word").with("optimiser", "{name: sdg, lr: 0.1}").in(home);
        Benchmark.named("bad-head").with("head", "cosin").in(home);
        Folders.write(home.resolve("truncated.yaml"), Benchmark.named("truncated").text().split("widths")[0]);
        Files.write(home.resolve("garbage.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2, (byte) 0x80, '{', '['});
        Folders.write(home.resolve("empty.yaml"), "");
        Folders.write(home.resolve("scalar.yaml"), "just words\n");
        Folders.write(home.resolve("twice.yaml"), Benchmark.named("twice").text() + "threads: 2\n");
        suite("suite-benchmark", "benchmarks: [godo.yaml, split-digits-onlin]\nmethods: [er]\nseeds: 1\n");
        suite("suite-key", "benchmarks: [good.yaml]\nmethods: [er]\nseed: 1\nseeds: 1\n");
        suite("suite-option", "benchmarks: [good.yaml]\nmethods:\n  - er: {bufer: 100}\nseeds: 1\n");
        suite("suite-option-type", "benchmarks: [good.yaml]\nmethods:\n  - er: {buffer: plenty}\nseeds: 1\n");
        suite("suite-option-range", "benchmarks: [good.yaml]\nmethods:\n  - er: {buffer: 0, lr: -1}\nseeds: 1\n");
        suite("suite-id", "id: ../../escaped\nbenchmarks: [good.yaml]\nmethods: [er]\nseeds: 1\n");
        suite("suite-twice", "benchmarks: [good.yaml]\nmethods: [er, er]\nseeds: 1\n");
        suite("suite-no-methods", "benchmarks: [good.yaml]\nmethods: []\nseeds: 1\n");
        suite("suite-seeds", "benchmarks: [good.yaml]\nmethods: [er]\nseeds: [1, 1]\n");
        suite("suite-many", "benchmarks: [bad-range.yaml, no-backbone.yaml, bad-key.yaml]\nmethods:\n  - finetun\n  - er: {bufer: 5}\nseeds: none\nextra: 1\n");
        Folders.write(home.resolve("two-documents.yaml"), Benchmark.named("two-documents").text() + "---\nthreads: 7\n");
        Folders.write(home.resolve("closed.yaml"), "{id: b, version: 1}\nthreads: 7\nnonsense: 1\n");
        suite("alias", "benchmarks: [good.yaml]\nmethods: [&er er+nap, *er]\nseeds: 1\n");
        Benchmark.named("training-twice").with("training", "two-trainings.yaml").in(home);
        Folders.write(home.resolve("two-trainings.yaml"), "threads: 1\n---\nhead: full\n");
        Benchmark.named("stream-twice").with("stream", "two-streams.yaml").in(home);
        Folders.write(home.resolve("two-streams.yaml"), stream("digits", "classes", 5, "class-incremental") + "...\n---\ntasks: 2\n");
        Folders.write(home.resolve("entries/a.yaml"), "entries: []\n---\nentries: []\n");
        Folders.write(home.resolve("entries/b.yaml"), "defaults: &x {tier: smoke}\nentries: [*x]\n");
        Benchmark.named("nul").with("stream", "\"a\\0b.yaml\"").in(home);
        Benchmark.named("nul-order").with("stream", "nul-order-stream.yaml").in(home);
        Folders.write(home.resolve("nul-order-stream.yaml"), stream("digits", "classes", 5, "class-incremental")
                .replace("classOrder: seed", "classOrder: file") + "classOrderFile: \"a\\0b\"\n");
        Benchmark.named("nul-data").with("stream", "nul-data-stream.yaml").in(home);
        Folders.write(home.resolve("nul-data-stream.yaml"), stream("\"image-folder:a\\0b\"", "classes", 5, "class-incremental"));
        Benchmark.named("forged").with("\"\\e[31mred\\n2. forged\"", "1").in(home);
        Files.createDirectories(home.resolve("folder.yaml"));
        Folders.write(home.resolve("large.yaml"), Benchmark.named("large").with("title", "x".repeat(1 << 20)).text());
        Folders.write(home.resolve("wide.yaml"), Benchmark.named("wide").text()
                + IntStream.range(0, 50_000).mapToObj(i -> "key" + i + ": 1\n").collect(Collectors.joining()));
        Folders.write(home.resolve("truncated.csv"), "benchmark,protocol,sce");
        List<String> commands = Stream.of(badInput()).map(row -> (String) row[0]).toList();
        List<Outcome> all = new CommandBatch(home).run(commands.stream().map(command -> List.of(command.split(" "))).toList());
        IntStream.range(0, all.size()).forEach(i -> outcomes.put(commands.get(i), all.get(i)));
    }

    private void suite(String name, String text) {
        Folders.write(home.resolve(name + ".yaml"), text);
    }

    private static String stream(String dataset, String split, int tasks, String scenario) {
        return "id: a-stream\nversion: 1\nscenario: " + scenario + "\ndataset: " + dataset + "\ntasks: " + tasks + "\nsplit: " + split
                + "\nclassOrder: seed\n";
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private static Object[] bad(String command, String... words) {
        return new Object[] {command, words};
    }

    /** A command, and what its error must name: the place, the value, and what would have been right. */
    @DataProvider
    public Object[][] badInput() {
        return new Object[][] {
            bad("rnu", "rnu", "did you mean 'run'"),
            bad("run", "<suite|benchmark>"),
            bad("run good.yaml --methods er --wrong", "--wrong"),
            bad("run good.yaml --methods er --wait soon", "--wait", "soon"),
            bad("run good.yaml --methods er --commit-every -1", "--commit-every", "-1", "must be 0 or more"),
            bad("run good.yaml --methods er --checkpoint-every -0.5", "--checkpoint-every", "-0.5", "must be 0 or more"),
            bad("run good.yaml --methods er --checkpoint-every NaN", "--checkpoint-every", "NaN", "must be 0 or more"),
            bad("run quickstrat", "quickstrat", "did you mean 'quickstart'"),
            bad("run absent.yaml --methods er", "absent.yaml"),
            bad("run good.yaml", "--methods", "'palimpsest list methods' shows all"),
            bad("run good.yaml --methods err", "err", "unknown method", "did you mean 'er'"),
            bad("run good.yaml --methods er+nape", "unknown add-on 'nape'", "did you mean 'nap'"),
            bad("run good.yaml --methods er+adab2n", "er+adab2n", "backbone of good", "no normalisation in it"),
            bad("run good.yaml --methods icarl --set buffer=3", "icarl", "buffer is 3, and there are 10 classes"),
            bad("run good.yaml --methods er --set memory=ring --set buffer=9", "a ring memory needs a slot per class: 9 slots, 10 classes"),
            bad("run good.yaml --methods er+label-smoothing --set share=1.5", "share", "1.5", "<= 1"),
            bad("run good.yaml --methods er+precise-bn", "er+precise-bn", "backbone of good", "no batch normalisation in it"),
            bad("run resnet.yaml --methods er+ln+precise-bn", "er+ln+precise-bn", "no batch normalisation in it"),
            bad("run resnet.yaml --methods er+precise-bn+ln", "er+precise-bn+ln", "no batch normalisation in it"),
            bad("run good.yaml --methods er --set normaliser=cn", "--set", "normaliser", "backbone mlp"),
            bad("run good.yaml --methods er --set normaliser=adabn", "--set", "normaliser", "did you mean 'adab2n'"),
            bad("run resnet.yaml --methods er+adab2n --set kappa=1.5", "--set", "kappa", "1.5", "<= 1"),
            bad("run resnet.yaml --methods er --set normaliser=gn --set normaliser.groups=0", "--set", "groups", "0", "> 0"),
            bad("run resnet.yaml --methods er+cn+gn", "'gn' is a second normaliser"),
            bad("run shared-labels.yaml --methods er+adab2n", "er+adab2n", "permuted-digits share their labels"),
            bad("run good.yaml --methods er --set threads=2147483647", "--set", "threads", "2147483647", "<= 1024"),
            bad("run good.yaml --methods er --set buffer=1000000000", "er", "on good: needs at least", "for examples kept", "this machine has"),
            bad("run resnet.yaml --methods finetune+precise-bn --set keep=2000000000", "finetune+precise-bn", "for examples kept"),
            bad("run good.yaml --methods er --set widths=[1000000000]", "backbone", "shape (1000000000, 64)", "this machine has"),
            bad("run good.yaml --methods er --set widths=[2147483647,2147483647]", "backbone", "shape (2147483647, 64)", "this machine has"),
            bad("run resnet.yaml --methods er --set width=100000000", "backbone", "of memory, of which this machine has"),
            bad("run resnet.yaml --methods er --set normaliser=in", "--set", "normaliser", "groups of one number"),
            bad("run resnet.yaml --methods er+in", "er+in", "backbone of resnet", "groups of one number"),
            bad("run good.yaml --methods er --seeds none", "--seeds", "none"),
            bad("run good.yaml --methods er --seeds 0", "--seeds", "0"),
            bad("run good.yaml --methods er --seeds 1,1", "--seeds", "1,1"),
            bad("run good.yaml --methods er --device gpu", "--device", "gpu", "cuda:N"),
            bad("run good.yaml --methods er --set bufer=5", "--set", "bufer", "did you mean 'buffer'"),
            bad("run good.yaml --methods er --set buffer=5.5", "--set", "buffer", "5.5"),
            bad("run good.yaml --methods er --set buffer=-1", "--set", "buffer", "-1", "> 0"),
            bad("run good.yaml --methods er --set buffer", "--set", "buffer", "key=value"),
            bad("run good.yaml --methods er --set name=adam", "name"),
            bad("run good.yaml --methods er --set momentum=2", "momentum", "2", "<= 0.9999"),
            bad("run good.yaml --methods er --set stream=split-digit", "--set", "split-digit", "did you mean 'split-digits'"),
            bad("run no-stream.yaml --methods er", "no-stream.yaml", "split-digit", "did you mean 'split-digits'"),
            bad("run no-backbone.yaml --methods er", "no-backbone.yaml", "mpl", "did you mean 'mlp'"),
            bad("run bad-backbone-option.yaml --methods er", "bad-backbone-option.yaml", "width", "did you mean 'widths'"),
            bad("run bad-widths.yaml --methods er", "bad-widths.yaml", "widths", "-3", "> 0"),
            bad("run no-dataset.yaml --methods er", "no-dataset-stream.yaml", "digit", "did you mean 'digits'"),
            bad("run uneven.yaml --methods er", "uneven-stream.yaml", "tasks", "3", "1, 2, 5, 10"),
            bad("run conflict-split.yaml --methods er", "conflict-stream.yaml", "split", "permuted", "class-incremental"),
            bad("run conflict-head.yaml --methods er", "conflict-head.yaml", "multi", "class-incremental"),
            bad("run bad-key.yaml --methods er", "bad-key.yaml", "buget", "did you mean 'budget'"),
            bad("run bad-inner-key.yaml --methods er", "bad-inner-key.yaml", "budget.bacth", "did you mean 'batch'"),
            bad("run bad-type.yaml --methods er", "bad-type.yaml", "threads", "many"),
            bad("run bad-range.yaml --methods er", "bad-range.yaml", "budget.epochs", "budget.batch", "-10", "> 0"),
            bad("run bad-word.yaml --methods er", "bad-word.yaml", "optimiser.name", "sdg", "did you mean 'sgd'"),
            bad("run bad-head.yaml --methods er", "bad-head.yaml", "head", "cosin", "did you mean 'cosine'"),
            bad("run truncated.yaml --methods er", "truncated.yaml", "line "),
            bad("run garbage.yaml --methods er", "garbage.yaml"),
            bad("run empty.yaml --methods er", "empty.yaml"),
            bad("run scalar.yaml --methods er", "scalar.yaml"),
            bad("run twice.yaml --methods er", "twice.yaml", "threads"),
            bad("run suite-benchmark.yaml", "suite-benchmark.yaml", "godo.yaml", "split-digits-onlin", "did you mean 'split-digits-online'"),
            bad("run suite-key.yaml", "suite-key.yaml", "seed", "did you mean 'seeds'"),
            bad("run suite-option.yaml", "suite-option.yaml", "bufer", "did you mean 'buffer'"),
            bad("run suite-option-type.yaml", "suite-option-type.yaml", "buffer", "plenty"),
            bad("run suite-option-range.yaml", "suite-option-range.yaml", "buffer", "lr", "-1", "> 0"),
            bad("run suite-id.yaml", "suite-id.yaml", "id", "../../escaped"),
            bad("run suite-twice.yaml", "suite-twice.yaml", "er", "twice"),
            bad("run suite-no-methods.yaml", "suite-no-methods.yaml", "methods"),
            bad("run suite-seeds.yaml", "suite-seeds.yaml", "seeds"),
            bad("run two-documents.yaml --methods er", "two-documents.yaml", "line 1", "must be one YAML section"),
            bad("run closed.yaml --methods er", "closed.yaml", "line 2", "must be one YAML section"),
            bad("run alias.yaml", "alias.yaml", "line 2", "*er is an alias"),
            bad("run training-twice.yaml --methods er", "two-trainings.yaml", "line 3", "must be one YAML section"),
            bad("run stream-twice.yaml --methods er", "two-streams.yaml", "must be one YAML section"),
            bad("reproduce --entries entries", "a.yaml", "must be one YAML section", "b.yaml", "*x is an alias"),
            bad("reproduce --entries good.yaml", "--entries", "good.yaml", "cannot be listed: it is no folder"),
            bad("run nul.yaml --methods er", "nul.yaml", "a\\u0000b", "unknown stream"),
            bad("run nul-order.yaml --methods er", "nul-order-stream.yaml", "classOrderFile", "a\\u0000b", "no file of this system can be called so"),
            bad("run nul-data.yaml --methods er", "nul-data-stream.yaml", "image-folder:a\\u0000b", "no file of this system can be called so"),
            bad("run forged.yaml --methods er", "unknown key", "\\u001b[31mred\\n2. forged"),
            bad("run folder.yaml --methods er", "folder.yaml", "is a folder"),
            bad("run large.yaml --methods er", "large.yaml", "is larger than the 1048576 bytes"),
            bad("run wide.yaml --methods er", "wide.yaml", "more"),
            bad("run good.yaml --methods er,,finetune", "--methods", "er,,finetune", "nothing between two commas"),
            bad("run good.yaml --methods er --gauges ,", "--gauges", "nothing between two commas"),
            bad("run good.yaml --methods er --seeds 4-0", "--seeds", "4-0", "0-4 stands for"),
            bad("run good.yaml --methods er --set lr=1d", "--set", "lr", "1d", "must be a number"),
            bad("run good.yaml --methods er --set er.lr=0x1p-4", "--set", "0x1p-4", "must be a number"),
            bad("run good.yaml --methods er --set threads=010", "--set", "threads", "010", "must be a whole number"),
            bad("run good.yaml --methods er --wait 0x5", "--wait", "0x5", "no whole number"),
            bad("run good.yaml --methods er --set buffer=[5", "--set", "buffer", "[5", "must be a whole number"),
            bad("compare / /", "'/'", "it is a folder"),
            bad("compare . good.yaml", "'.'", "it is a folder"),
            bad("show /", "show", "/"),
            bad("leaderboard /", "leaderboard", "/"),
            bad("data import digits /nowhere", "digits"),
            bad("data verify /", "/"),
            bad("describe suite /", "/"),
            bad("stream preview / --out x.png", "stream preview", "/"),
            bad("stream preview split-digits --seed 0x1 --out x.png", "--seed", "0x1", "no whole number"),
            bad("list things", "things", "methods"),
            bad("bench er-mpl --list", "er-mpl", "did you mean 'er-mlp'"),
            bad("list method", "did you mean 'methods'"),
            bad("describe method err", "err", "did you mean 'er'"),
            bad("describe metric accuracy.fnal", "accuracy.fnal", "did you mean 'accuracy.final'"),
            bad("describe metric class_il.forgetting.mx", "class_il.forgetting.mx", "did you mean 'class_il.forgetting.max'"),
            bad("describe benchmark absent.yaml", "absent.yaml"),
            bad("describe dataset digit", "digit", "did you mean 'digits'"),
            bad("describe backbone resnet19", "resnet19", "did you mean 'resnet18'"),
            bad("describe thing er", "thing", "method"),
            bad("describe nonsense", "nonsense", "nearest of", "'palimpsest list <kind>' shows all of a kind"),
            bad("describe err", "did you mean 'er'"),
            bad("describe permuted-mnist", "'palimpsest describe benchmark permuted-mnist' or 'palimpsest describe stream permuted-mnist'"),
            bad("describe good.yaml", "'palimpsest describe benchmark good.yaml'"),
            bad("describe method er twice", "twice"),
            bad("describe", "<name>"),
            bad("run nonsense", "nearest of", "'palimpsest list suites' and 'palimpsest list benchmarks' show all"),
            bad("run good.yaml --methods nonsense", "nearest of", "'palimpsest list methods' shows all"),
            bad("run good.yaml --methods er+nonsense", "nearest of", "'palimpsest list addons' shows all"),
            bad("run good.yaml --methods er --set stream=nonsense", "nearest of", "'palimpsest list streams' shows all"),
            bad("leaderboard nothing", "nothing"),
            bad("leaderboard nothing --methods er,,mir", "--methods", "er,,mir", "nothing between two commas"),
            bad("export nothing --what accuracy,", "--what", "accuracy,", "nothing between two commas"),
            bad("export nothing --what accuracy", "nothing", "no recorded run"),
            bad("export nothing --what accurcy,tables --out absent/file.csv", "accurcy", "did you mean 'accuracy'", "tables", "absent/file.csv"),
            bad("leaderboard nothing --as avalance", "--as", "avalance", "did you mean 'avalanche'"),
            bad("leaderboard nothing --as sklearn", "--as", "sklearn", "avalanche, mammoth, pycil, continuum"),
            bad("compare absent.csv also-absent.csv --metrics class_il.accuracy.fina", "absent.csv", "also-absent.csv",
                    "did you mean 'class_il.accuracy.final'"),
            bad("compare absent.csv absent.csv --json --csv", "--json", "--csv"),
            bad("compare absent.csv absent.csv --margin -1% --fail-on better", "--margin", "'-1%'", "above 0", "--fail-on", "'better'", "must be worse"),
            bad("compare truncated.csv truncated.csv", "truncated.csv"),
            bad("report", "<name|DIR|CSV>", "is needed"),
            bad("report nothing . absent.csv truncated.csv --out absent/page.html --every 0", "'.'", "no folder named runs", "absent.csv", "cannot be read",
                    "absent/page.html", "is in no folder", "--every", "must be 1 or more"),
            bad("report nothing truncated.csv", "nothing", "no recorded run", "truncated.csv"),
            bad("plot good.yaml --out paper.pdf", "paper.pdf", "must end with .svg or .png, or be a folder"),
            bad("plot good.yaml --chart anytme,x --format gif --width 3 --scale NaN --cost second --out good.yaml", "did you mean 'anytime'", "'x'", "'gif'",
                    "must be svg or png", "--width", "260 to 4000", "--scale", "did you mean 'seconds'", "good.yaml", "is no folder"),
        };
    }

    /** Commands that need another one. */
    @DataProvider
    public Object[][] groups() {
        return new Object[][] {{"", "run"}, {"data", "fetch"}, {"stream", "preview"}};
    }

    /** Who does not know what to say is shown what can be said. */
    @Test(dataProvider = "groups")
    public void aCommandThatNeedsAnotherPrintsItsHelp(String command, String below) {
        palimpsest.run(command.isEmpty() ? new String[0] : new String[] {command}).exits(2).complainsOf("Usage: palimpsest", "Commands:", below);
    }

    @Test(dataProvider = "badInput")
    public void isRefused(String command, String[] words) {
        Palimpsest.plain(outcomes.get(command)).exits(2).complainsOf(words);
    }

    @Test(dependsOnMethods = "isRefused", alwaysRun = true)
    public void nothingIsWritten() {
        assertEquals(Folders.tree(palimpsest.results()), List.of());
    }

    @Test
    public void allErrorsAreToldAtOnce() {
        Outcome outcome = palimpsest.run("run", "suite-many.yaml", "--set", "bufferr=1", "--results", "many").exits(2).complainsOf(
                "extra", "finetun", "bufer", "bufferr", "none", "budget.epochs", "budget.batch", "mpl", "buget");
        long numbered = outcome.err().lines().filter(line -> line.matches("\\d+\\. .*")).count();
        assertEquals(numbered, 9, outcome.toString());
        assertTrue(Files.notExists(home.resolve("many")));
    }

    @Test
    public void aStackTraceIsShownToWhoeverAsks() {
        Outcome outcome = palimpsest.run("run", "quickstrat", "--debug").exits(2).complainsOf("quickstrat");
        assertTrue(outcome.err().contains("\tat org.palimpsest"), outcome.toString());
    }
}
