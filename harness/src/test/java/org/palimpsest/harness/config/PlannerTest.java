package org.palimpsest.harness.config;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.api.OptimiserOptions;
import org.palimpsest.harness.FolderTest;
import org.palimpsest.harness.PluginJar;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.BackboneModule;
import org.palimpsest.harness.api.HeadKind;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.OptimiserOptions.Rule;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.harness.plugins.TestPlugins;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** From requests to runs, over methods, benchmarks and suites that exist for the test alone. */
public class PlannerTest extends FolderTest {
    private static final String[] BENCHMARK = {
        "id: two", "version: 1", "title: a title", "stream: split-digits", "backbone: {name: mlp, widths: [8]}",
        "budget: {epochs: 2, batch: 10}", "optimiser: {lr: 0.25}"};

    private String suite;

    @BeforeMethod
    public void writeSuite() throws IOException {
        new PluginJar()
                .service(MethodModule.class, TestPlugins.Dark.class, TestPlugins.DarkPlusPlus.class, TestPlugins.WideModule.class)
                .service(AddOnModule.class, TestPlugins.DecayModule.class, TestPlugins.CalmModule.class)
                .service(BackboneModule.class, TestPlugins.Pixels.class)
                .file("palimpsest/benchmarks/two.yaml", String.join("\n", BENCHMARK))
                .file("palimpsest/suites/small.yaml", String.join("\n", "benchmarks: [two]", "methods: [dark]", "seeds: 2"))
                .write(folder(), "test.jar");
        suite = write("suite.yaml", "id: mine", "benchmarks: [two]", "methods:", "  - dark: {buffer: 30, lr: 0.5}", "  - wide", "seeds: 2");
    }

    private Planner planner() {
        Plugins plugins = Plugins.load(List.of(folder()));
        return new Planner(new Library(plugins), plugins, new Datasets(EmbeddedDatasets.catalogue()));
    }

    private Plan plan(String what, List<String> methods, Optional<String> seeds, String... settings) {
        return planner().plan(new Request(what, methods, seeds, List.of(settings)));
    }

    private Plan plan(String what, String... settings) {
        return plan(what, List.of(), Optional.empty(), settings);
    }

    private List<Problem> problems(String what, List<String> methods, Optional<String> seeds, String... settings) {
        return expectThrows(InvalidInputException.class, () -> plan(what, methods, seeds, settings)).problems();
    }

    private List<Problem> problems(String what, String... settings) {
        return problems(what, List.of(), Optional.empty(), settings);
    }

    private PlannedRun first(String what, String... settings) {
        return plan(what, settings).runs().get(0);
    }

    /** The benchmark with some lines replaced, as a file. */
    private String benchmark(String name, String... lines) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(BENCHMARK));
        for (String line : lines) {
            String key = line.substring(0, line.indexOf(':') + 1);
            all.removeIf(l -> l.startsWith(key));
            all.add(line);
        }
        return write(name, all.toArray(String[]::new));
    }

    private static List<String> names(Plan plan) {
        return plan.runs().stream().map(r -> r.id().benchmark() + "/" + r.recipe().name() + "/" + r.seed()).toList();
    }

    // what is run

    @Test
    public void aSuiteIsItsBenchmarksTimesSeedsTimesMethods() {
        Plan plan = plan(suite);
        assertEquals(plan.name(), "mine");
        assertEquals(names(plan), List.of("two/dark/0", "two/wide/0", "two/dark/1", "two/wide/1"));
    }

    @Test
    public void aPackagedSuiteIsNamedByItsFile() {
        assertEquals(plan("small").name(), "small");
        assertEquals(names(plan("small")), List.of("two/dark/0", "two/dark/1"));
    }

    @Test
    public void aBenchmarkIsRunWithTheMethodsNamedAndThreeSeeds() throws IOException {
        assertEquals(names(plan("two", List.of("wide"), Optional.empty())), List.of("two/wide/0", "two/wide/1", "two/wide/2"));
        Plan file = plan(benchmark("own.yaml", "id: own"), List.of("wide"), Optional.of("1"));
        assertEquals(file.name(), "own");
        assertEquals(names(file), List.of("own/wide/0"));
        assertEquals(problems("two").get(0).key(), "--methods");
    }

    @Test
    public void methodsOfTheRequestReplaceTheSuitesAndKeepTheirOptions() {
        Plan plan = plan(suite, List.of("dark", "dark+calm"), Optional.of("1"));
        assertEquals(names(plan), List.of("two/dark/0", "two/dark+calm/0"));
        assertEquals(plan.runs().get(0).methodOptions(), Map.of("buffer", 30, "beta", 0.5));
        assertEquals(plan.runs().get(1).methodOptions(), Map.of("buffer", 200, "beta", 0.5));
    }

    @DataProvider
    public Object[][] seeds() {
        return new Object[][] {{"1", new long[] {0}}, {"3", new long[] {0, 1, 2}}, {"7,3", new long[] {7, 3}}, {" 5 , 0 ", new long[] {5, 0}}};
    }

    @Test(dataProvider = "seeds")
    public void seedsAreANumberOfThemOrAList(String given, long[] expected) {
        long[] seeds = plan("small", List.of(), Optional.of(given)).runs().stream().mapToLong(PlannedRun::seed).toArray();
        assertEquals(seeds, expected);
    }

    @Test
    public void seedsOfASuiteAreANumberOrAListToo() throws IOException {
        String listed = write("listed.yaml", "benchmarks: [two]", "methods: [dark]", "seeds: [4, 9]");
        assertEquals(plan(listed).runs().stream().flatMapToLong(r -> LongStream.of(r.seed())).toArray(), new long[] {4, 9});
    }

    @Test
    public void whatTheRequestReplacesASuiteNeedNotSay() throws IOException {
        String bare = write("bare.yaml", "benchmarks: [two]");
        assertEquals(names(plan(bare, List.of("wide"), Optional.of("1"))), List.of("two/wide/0"));
        assertEquals(problems(bare, List.of("wide"), Optional.empty()).stream().map(Problem::key).toList(), List.of("seeds"));
    }

    private String digestWithOrder(String orderFile, String... classes) throws IOException {
        write(orderFile, classes);
        write("ordered.yaml", "id: ordered", "version: 1", "scenario: class-incremental", "dataset: digits", "tasks: 5", "split: classes",
                "classOrder: file", "classOrderFile: " + orderFile);
        return plan(benchmark("own.yaml", "stream: ordered.yaml"), List.of("wide"), Optional.of("1")).runs().get(0).protocolDigest();
    }

    @Test
    public void aClassOrderCountsByWhatItSaysAndNotByWhereItLies() throws IOException {
        String[] order = {"9", "8", "7", "6", "5", "4", "3", "2", "1", "0"};
        String digest = digestWithOrder("one.txt", order);
        assertEquals(digestWithOrder("two.txt", order), digest);
        assertNotEquals(digestWithOrder("three.txt", "8", "9", "7", "6", "5", "4", "3", "2", "1", "0"), digest);
    }

    @Test
    public void aFileWithoutContentIsCalledEmpty() throws IOException {
        String empty = write("empty.yaml", "# nothing yet", "");
        Problem first = problems(empty, List.of("wide"), Optional.of("1")).get(0);
        assertEquals(first.source(), empty);
        assertEquals(first.message(), "is empty");
    }

    @Test
    public void aSectionIsSetByTheNameThatItIsWrittenAs() {
        assertEquals(first("small", "head=growing").benchmark().head().name(), HeadKind.GROWING);
        assertEquals(first("small", "optimiser=adam").optimiser().name(), OptimiserOptions.Rule.ADAM);
    }

    @DataProvider
    public Object[][] badSeeds() {
        return new Object[][] {{"0"}, {"-1"}, {"x"}, {"1,1"}, {"1,-2"}, {""}, {"1.5"}, {"1,x"}, {"10001"}};
    }

    @Test(dataProvider = "badSeeds")
    public void otherSeedsAreRefused(String given) {
        List<Problem> problems = problems("small", List.of(), Optional.of(given));
        assertEquals(problems, List.of(new Problem("run", "--seeds", given,
                "must be a number of seeds from 1 to 10000, or a list of different seeds of 0 or more")));
    }

    @Test
    public void methodsMayHavePlusSignsInTheirNamesAndAddOnsBehindThem() {
        PlannedRun run = plan("two", List.of("dark+++decay+calm"), Optional.of("1")).runs().get(0);
        assertEquals(run.recipe().method().name(), "dark++");
        assertEquals(run.recipe().addOns().stream().map(a -> a.name()).toList(), List.of("decay", "calm"));
        assertEquals(run.id().method(), "dark+++decay+calm");
        assertEquals(run.methodOptions(), Map.of("buffer", 200, "beta", 0.5, "decay.strength", 0.1, "decay.growth", 2.0));
    }

    // options

    @Test
    public void aSuitesOptionsGoToTheMethodItsAddOnsOrTheOptimiser() throws IOException {
        String file = write("s.yaml", "benchmarks: [two]", "methods:",
                "  - dark+decay: {buffer: 7, strength: 0.9, momentum: 0.8, lr: 0.01, name: adam}",
                "  - dark+decay+calm: {decay.strength: 0.4}", "seeds: 1");
        PlannedRun run = first(file);
        assertEquals(run.methodOptions(), Map.of("buffer", 7, "beta", 0.5, "decay.strength", 0.9, "decay.growth", 2.0));
        assertEquals(run.optimiser().lr(), 0.01);
        assertEquals(run.optimiser().momentum(), 0.8);
        assertEquals(run.optimiser().name(), Rule.ADAM);
        assertEquals(plan(file).runs().get(1).methodOptions().get("decay.strength"), 0.4);
        assertEquals(plan(file).runs().get(1).optimiser().lr(), 0.25, "the benchmark's own where the suite says nothing");
    }

    @Test
    public void aSettingMayNameAKeyOfTheBenchmarkByPathOrByItsLastWord() {
        assertEquals(first("small", "budget.epochs=5").benchmark().budget().epochs(), 5);
        assertEquals(first("small", "epochs=5").benchmark().budget().epochs(), 5);
        assertEquals(first("small", "threads=2").benchmark().threads(), 2);
        assertEquals(first("small", "head.name=growing").benchmark().head().name(), HeadKind.GROWING);
        assertEquals(first("small", "lr=0.125").optimiser().lr(), 0.125);
        assertEquals(first("small", "stream=permuted-digits").benchmark().stream(), "permuted-digits");
    }

    @Test
    public void aSettingMayNameTheBackboneOrItsOptions() {
        assertEquals(((PlannedImages) first("small", "backbone=pixels").stream()).backbone().name(), "pixels");
    }

    @Test
    public void optionsOfTheBackboneCanBeSet() {
        for (String key : new String[] {"widths", "backbone.widths"}) {
            PlannedImages stream = (PlannedImages) first("small", key + "=5, 6").stream();
            assertEquals(Binder.toMap(stream.backboneOptions()), Map.of("widths", List.of(5, 6)));
        }
    }

    @Test
    public void aSettingMayNameAnOptionOfOneMethodOrOfAllThatHaveIt() {
        Plan one = plan(suite, "dark.buffer=3");
        assertEquals(one.runs().get(0).methodOptions().get("buffer"), 3);
        assertEquals(one.runs().get(1).methodOptions().get("buffer"), 50);
        Plan all = plan(suite, "buffer=4");
        assertEquals(all.runs().get(0).methodOptions().get("buffer"), 4);
        assertEquals(all.runs().get(1).methodOptions().get("buffer"), 4);
    }

    @Test
    public void aSettingWinsOverTheSuite() {
        assertEquals(first(suite, "buffer=4").methodOptions().get("buffer"), 4);
        assertEquals(first(suite).optimiser().lr(), 0.5);
        assertEquals(first(suite, "lr=0.125").optimiser().lr(), 0.125);
        assertEquals(first(suite, "dark.lr=0.375", "lr=0.125").optimiser().lr(), 0.375, "the nearer one wins");
        assertEquals(plan(suite, "dark.lr=0.375", "lr=0.125").runs().get(1).optimiser().lr(), 0.125);
    }

    @Test
    public void aSettingThatCouldMeanTwoThingsIsRefusedWithBoth() {
        List<Problem> problems = problems("two", List.of("dark+decay"), Optional.empty(), "growth=3");
        assertEquals(problems, List.of(new Problem("--set", "growth", "3", "could mean probe.growth or decay.growth; write one of these")));
        PlannedRun run = plan("two", List.of("dark+decay"), Optional.empty(), "decay.growth=3", "probe.growth=4").runs().get(0);
        assertEquals(run.methodOptions().get("decay.growth"), 3.0);
        assertEquals(run.benchmark().probe().growth(), 4.0);
    }

    @DataProvider
    public Object[][] badSettings() {
        return new Object[][] {
            {"epoch=3", "epoch", "did you mean 'epochs'?"},
            {"bufer=3", "bufer", "did you mean 'buffer'?"},
            {"id=other", "id", "is neither a key of the benchmark"},
            {"version=7", "version", "is neither a key of the benchmark"},
            {"epochs", "epochs", "must look like key=value"},
            {"=3", "=3", "must look like key=value"},
            {"epochs=0", "budget.epochs", "must be > 0"},
            {"epochs=many", "budget.epochs", "must be a whole number"},
            {"buffer=0", "buffer", "must be > 0"},
            {"lr=0", "optimiser.lr", "must be > 0"},
            {"head.name=groing", "head.name", "did you mean 'growing'?"},
            {"stream=split-digit", "stream", "did you mean 'split-digits'?"},
            {"backbone=mpl", "backbone", "did you mean 'mlp'?"},
            {"backbone.name=mpl", "backbone", "did you mean 'mlp'?"},
            {"widths=x", "widths", "must be a whole number"},
            {"dark.beta=-1", "beta", "must be >= 0"},
        };
    }

    @Test(dataProvider = "badSettings")
    public void aSettingThatIsWrongIsToldAsOneOfTheCommandLine(String setting, String key, String message) {
        List<Problem> problems = problems("small", setting);
        assertEquals(problems.size(), 1, problems.toString());
        assertEquals(problems.get(0).source(), "--set");
        assertEquals(problems.get(0).key(), key);
        assertTrue(problems.get(0).message().contains(message), problems.toString());
    }

    // what is refused

    @Test
    public void anUnknownSuiteIsToldWithTheNearestName() {
        assertEquals(problems("smal"), List.of(new Problem("run", "suite|benchmark", "smal",
                "there is no such suite, benchmark or file (did you mean 'small'?)")));
    }

    @Test
    public void everythingUnknownIsToldAtOnce() throws IOException {
        String stream = write("stream.yaml", "id: s", "version: 1", "scenario: class-incremental", "dataset: digit", "tasks: 5",
                "split: classes", "classOrder: seed");
        String noStream = benchmark("a.yaml", "stream: split-digitz");
        String noBackbone = benchmark("b.yaml", "backbone: mpl", "stream: " + stream);
        String file = write("s.yaml", "benchmarks: [tow, " + noStream + ", " + noBackbone + "]", "methods:",
                "  - drak", "  - dark+decoy", "  - dark: {bufer: 3, beta: -1}", "seed: 3", "seeds: none");
        List<String> told = problems(file, "epoch=3").stream().map(Problem::toString).toList();
        for (String expected : new String[] {
            "tow", "split-digitz", "mpl", "dataset: value 'digit'", "drak", "decoy", "bufer", "beta", "seed: value '3': unknown key",
            "seeds: value 'none'", "epoch: value '3'"}) {
            assertTrue(told.stream().anyMatch(p -> p.contains(expected)), expected + " is missing from\n" + String.join("\n", told));
        }
        assertEquals(told.size(), 11, String.join("\n", told));
    }

    @Test
    public void optionsOfMethodsAreCheckedForEveryMethodAndToldOnce() throws IOException {
        String second = benchmark("other.yaml", "id: other");
        String file = write("s.yaml", "benchmarks: [two, " + second + "]", "methods:",
                "  - dark: {bufer: 3, beta: -1}", "  - wide: {buffer: x, lr: fast}", "seeds: 1");
        List<Problem> problems = problems(file);
        assertEquals(problems.stream().map(Problem::key).sorted().toList(), List.of("beta", "buffer", "lr", "methods.dark.bufer"));
        assertTrue(problems.stream().allMatch(p -> p.source().startsWith(file)), problems.toString());
        assertTrue(problems.toString().contains("did you mean 'buffer'?"), problems.toString());
    }

    @Test
    public void aMultiHeadIsRefusedWhereTheTaskIsNotTold() throws IOException {
        List<Problem> problems = problems("small", "head.name=multi");
        assertEquals(problems.size(), 1);
        assertEquals(problems.get(0).key(), "head.name");
        assertTrue(problems.get(0).message().contains("class-incremental"), problems.toString());
        String stream = write("told.yaml", "id: told", "version: 1", "scenario: task-incremental", "dataset: digits", "tasks: 5",
                "split: classes", "classOrder: seed");
        assertEquals(first("small", "head.name=multi", "stream=" + stream).benchmark().head().name(), HeadKind.MULTI);
    }

    @Test
    public void aStreamThatDoesNotFitItsDataIsRefused() throws IOException {
        String stream = write("thirds.yaml", "id: thirds", "version: 1", "scenario: class-incremental", "dataset: digits", "tasks: 3",
                "split: classes", "classOrder: seed");
        List<Problem> problems = problems("small", "stream=" + stream);
        assertEquals(problems.size(), 1);
        assertEquals(problems.get(0).source(), stream);
        assertEquals(problems.get(0).key(), "tasks");
    }

    @Test
    public void oneMethodTwiceWithTheSameOptionsIsRefused() throws IOException {
        String twice = write("s.yaml", "benchmarks: [two]", "methods: [dark, wide, dark: {buffer: 200}]", "seeds: 1");
        assertEquals(problems(twice).get(0).message(), "is listed twice with the same options");
        String different = write("t.yaml", "benchmarks: [two]", "methods: [dark, dark: {buffer: 201}]", "seeds: 1");
        assertEquals(plan(different).runs().size(), 2);
    }

    @DataProvider
    public Object[][] brokenSuites() {
        return new Object[][] {
            {new String[] {"benchmarks: two", "methods: [dark]", "seeds: 1"}, "benchmarks"},
            {new String[] {"benchmarks: []", "methods: [dark]", "seeds: 1"}, "benchmarks"},
            {new String[] {"benchmarks: [two]", "seeds: 1"}, "methods"},
            {new String[] {"benchmarks: [two]", "methods: [dark: 3]", "seeds: 1"}, "methods.dark"},
            {new String[] {"benchmarks: [two]", "methods: [{dark: {}, wide: {}}]", "seeds: 1"}, "methods"},
            {new String[] {"benchmarks: [two]", "methods: [dark]"}, "seeds"},
            {new String[] {"benchmarks: [two]", "methods: [dark]", "seeds: 1", "metods: [x]"}, "metods"},
        };
    }

    @Test(dataProvider = "brokenSuites")
    public void aSuiteOfTheWrongFormIsToldByFileAndKey(String[] lines, String key) throws IOException {
        String file = write("broken.yaml", lines);
        assertTrue(problems(file).stream().anyMatch(p -> p.source().equals(file) && p.key().equals(key)), problems(file).toString());
    }

    // digests

    private String digest(String what, String... settings) {
        return first(what, settings).id().digest();
    }

    @DataProvider
    public Object[][] changes() {
        return new Object[][] {
            {"buffer=201"}, {"beta=0.25"}, {"lr=0.5"}, {"momentum=0.9"}, {"optimiser.name=adam"}, {"epochs=3"}, {"budget.batch=11"},
            {"budget.steps=7"}, {"widths=9"}, {"backbone=pixels"}, {"head.name=growing"}, {"scale=8"}, {"threads=2"}, {"probe.growth=3"},
            {"perTask=5"}, {"every=2"}, {"stream=permuted-digits"}};
    }

    @Test(dataProvider = "changes")
    public void everyOptionAndEveryPartOfTheProtocolChangesTheDigest(String setting) {
        assertNotEquals(digest("small", setting), digest("small"));
    }

    @Test
    public void methodAndAddOnsChangeTheDigest() {
        String plain = plan("two", List.of("dark"), Optional.of("1")).runs().get(0).id().digest();
        assertNotEquals(plan("two", List.of("dark++"), Optional.of("1")).runs().get(0).id().digest(), plain);
        assertNotEquals(plan("two", List.of("dark+calm"), Optional.of("1")).runs().get(0).id().digest(), plain);
    }

    @Test
    public void theMethodAndItsOptimiserDoNotChangeTheProtocol() {
        String protocol = first("small").protocolDigest();
        assertEquals(first("small", "buffer=3").protocolDigest(), protocol);
        assertEquals(first("small", "lr=0.5").protocolDigest(), protocol);
        assertEquals(plan("two", List.of("wide"), Optional.of("1")).runs().get(0).protocolDigest(), protocol);
        assertNotEquals(first("small", "epochs=3").protocolDigest(), protocol);
    }

    @Test
    public void seedTitleAndTheWayOfWritingLeaveTheDigestAlone() throws IOException {
        String digest = digest("small");
        assertTrue(plan("small").runs().stream().allMatch(r -> r.id().digest().equals(digest)));
        assertEquals(digest("small", "epochs=2", "buffer=200", "lr=0.25"), digest, "values that hold anyway");
        String title = benchmark("title.yaml", "title: quite another title");
        assertEquals(plan(title, List.of("dark"), Optional.of("1")).runs().get(0).id().digest(), digest);
        assertFalse(digest.isEmpty());
    }

    @Test
    public void theVersionOfABenchmarkChangesTheDigest() throws IOException {
        String version = benchmark("version.yaml", "version: 2");
        assertNotEquals(plan(version, List.of("dark"), Optional.of("1")).runs().get(0).id().digest(), digest("small"));
    }
}
