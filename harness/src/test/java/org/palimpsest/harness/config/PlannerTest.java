package org.palimpsest.harness.config;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.images.ImagePlanner;
import org.palimpsest.harness.plugins.Plugins;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** From requests to runs: what is run, and what is refused. */
public class PlannerTest extends PlannerFixture {
    // what is run

    @Test
    public void aSuiteIsItsBenchmarksTimesSeedsTimesMethods() {
        Plan plan = plan(suite());
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
        Plan plan = plan(suite(), List.of("dark", "dark+calm"), Optional.of("1"));
        assertEquals(names(plan), List.of("two/dark/0", "two/dark+calm/0"));
        assertEquals(plan.runs().get(0).methodOptions(), Map.of("buffer", 30, "beta", 0.5));
        assertEquals(plan.runs().get(1).methodOptions(), Map.of("buffer", 200, "beta", 0.5));
    }

    @DataProvider
    public Object[][] seeds() {
        return new Object[][] {{"1", new long[] {0}}, {"3", new long[] {0, 1, 2}}, {"7,3", new long[] {7, 3}}, {" 5 , 0 ", new long[] {5, 0}},
            {"7,", new long[] {7}}, {"0-4", new long[] {0, 1, 2, 3, 4}}, {"2..4", new long[] {2, 3, 4}}, {"0-2,7", new long[] {0, 1, 2, 7}},
            {"5 - 6, 3 .. 3", new long[] {5, 6, 3}}, {"10000-10001", new long[] {10_000, 10_001}}};
    }

    @Test(dataProvider = "seeds")
    public void seedsAreANumberOfThemOrAList(String given, long[] expected) {
        long[] seeds = plan("small", List.of(), Optional.of(given)).runs().stream().mapToLong(PlannedRun::seed).toArray();
        assertEquals(seeds, expected);
    }

    @Test
    public void seedsOfASuiteAreANumberOrAListToo() throws IOException {
        for (String written : List.of("[4, 5, 9]", "4-5,9", "[4..5, 9]", "4..5, 9", "'4,5,9'")) {
            String listed = write("listed.yaml", "benchmarks: [two]", "methods: [dark]", "seeds: " + written);
            assertEquals(plan(listed).runs().stream().flatMapToLong(r -> LongStream.of(r.seed())).toArray(), new long[] {4, 5, 9}, written);
        }
    }

    @Test
    public void whatTheRequestReplacesASuiteNeedNotSay() throws IOException {
        String bare = write("bare.yaml", "benchmarks: [two]");
        assertEquals(names(plan(bare, List.of("wide"), Optional.of("1"))), List.of("two/wide/0"));
        assertEquals(problems(bare, List.of("wide"), Optional.empty()).stream().map(Problem::key).toList(), List.of("seeds"));
    }

    @Test
    public void aFileWithoutContentIsCalledEmpty() throws IOException {
        String empty = write("empty.yaml", "# nothing yet", "");
        Problem first = problems(empty, List.of("wide"), Optional.of("1")).get(0);
        assertEquals(first.source(), empty);
        assertEquals(first.message(), "is empty");
    }

    @DataProvider
    public Object[][] badSeeds() {
        return new Object[][] {{"0"}, {"-1"}, {"x"}, {"1,1"}, {"1,-2"}, {""}, {"1.5"}, {"1,x"}, {"10001"},
            {"4-0"}, {"-3-0"}, {"0-"}, {"1-2-3"}, {"0-1,1"}, {"0-9999999999"}, {"0-99999999999999999999"}, {"0...4"}, {"007"}, {"\u0663"}, {"1,,2"},
            {"0x2"}, {"9223372036854700000-9223372036854775807,1"}};
    }

    @Test(dataProvider = "badSeeds")
    public void otherSeedsAreRefused(String given) {
        List<Problem> problems = problems("small", List.of(), Optional.of(given));
        assertEquals(problems, List.of(new Problem("run", "--seeds", given,
                "must be a number of seeds from 1 to 10000, or a list of different seeds of 0 or more, in which 0-4 stands for 0,1,2,3,4")));
    }

    @Test
    public void methodsMayHavePlusSignsInTheirNamesAndAddOnsBehindThem() {
        PlannedRun run = plan("two", List.of("dark+++decay+calm"), Optional.of("1")).runs().get(0);
        assertEquals(run.recipe().method().name(), "dark++");
        assertEquals(run.recipe().addOns().stream().map(a -> a.name()).toList(), List.of("decay", "calm"));
        assertEquals(run.id().method(), "dark+++decay+calm");
        assertEquals(run.methodOptions(), Map.of("buffer", 200, "beta", 0.5, "decay.strength", 0.1, "decay.growth", 2.0));
    }

    // what is refused

    @Test
    public void anUnknownSuiteIsToldWithTheNearestName() {
        assertEquals(problems("smal"), List.of(new Problem("run", "suite|benchmark", "smal",
                "there is no such suite, benchmark or file (did you mean 'small'?)")));
    }

    @Test
    public void aPathOfNoFileIsToldAsSuchAndNoFarNamesWithIt() throws IOException {
        String lost = folder().resolve("lost.yaml").toString();
        assertEquals(problems(lost), List.of(new Problem("run", "suite|benchmark", lost, "there is no such file, ending in .yaml or .yml")));
        String suite = write("s.yaml", "benchmarks: [" + lost + "]", "methods: [dark]", "seeds: 1");
        assertEquals(problems(suite), List.of(new Problem(suite, "benchmarks", lost,
                "unknown benchmark: there is no such file, ending in .yaml or .yml")));
    }

    /** The methods of a suite that cannot be read are not missing. */
    @Test
    public void ofASuiteThatCannotBeReadNothingElseIsTold() throws IOException {
        String suite = write("s.yaml", "benchmarks: [small]", "methods: [dark]", "seeds: 1", "seeds: 2");
        List<Problem> problems = problems(suite, List.of(), Optional.empty());
        assertEquals(problems.size(), 1, problems.toString());
        assertTrue(problems.get(0).toString().contains("Duplicate field 'seeds'"), problems.toString());
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

    /** A mistake in a suite, one in its benchmark and one in that benchmark's stream. */
    @Test
    public void mistakesInThreeFilesAreToldInOneGo() throws IOException {
        String stream = write("stream.yaml", "id: s", "version: 1", "scenario: class-incremental", "dataset: digits", "tasks: 3",
                "split: classes", "classOrder: seed");
        String benchmark = benchmark("a.yaml", "budget: {epochs: 0, batch: 10}", "thread: 2", "stream: stream.yaml");
        String suite = write("s.yaml", "benchmarks: [a.yaml]", "methods:", "  - dark: {buffer: -1}", "seeds: 1");
        List<String> told = problems(suite).stream().map(p -> p.source() + " " + p.key()).toList();
        assertEquals(told, List.of(benchmark + " thread", benchmark + " budget.epochs", stream + " tasks", suite + ": methods.dark buffer"));
    }

    /** YAML takes some names for numbers or for truth, and may not know any more how they were written: quotes help. */
    @Test
    public void aStreamNamedLikeANumberIsLookedUpAsWritten() throws IOException {
        for (String name : List.of("2.50", "true")) {
            String benchmark = benchmark("a.yaml", "stream: " + name);
            assertEquals(problems(benchmark, List.of("dark"), Optional.empty()), List.of(new Problem(benchmark, "stream", name.replace("50", "5"),
                    "must be text: put it in quotes, if it is meant as such")));
        }
        for (String name : List.of("3", "'2.50'", "'true'")) {
            String suite = write("s.yaml", "benchmarks: [a.yaml, two]", "methods: [dark]", "seeds: 1");
            String benchmark = benchmark("a.yaml", "stream: " + name);
            List<Problem> problems = problems(suite);
            assertEquals(problems.size(), 1, problems.toString());
            String told = benchmark + ": stream: value '" + name.replace("'", "") + "': unknown stream";
            assertTrue(problems.get(0).toString().startsWith(told), problems.toString());
        }
    }

    @Test
    public void aValueOfTheWrongTypeHidesNothingElseThatIsWrong() throws IOException {
        String stream = write("stream.yaml", "id: s", "version: 1", "scenario: class-incremental", "dataset: digits", "tasks: 3", "split: classes",
                "classOrder: seed");
        String benchmark = benchmark("a.yaml", "stream: stream.yaml", "threads: many", "colour: red", "backbone: mpl", "augment: [blakc]");
        List<Problem> problems = problems(benchmark, List.of("drak"), Optional.of("none"));
        List<String> told = problems.stream().map(p -> p.source() + " " + p.key()).toList();
        assertEquals(told.stream().sorted().toList(), Stream.of("--methods methods", "run --seeds", benchmark + " augment", benchmark + " backbone",
                benchmark + " colour", benchmark + " threads", stream + " tasks").sorted().toList());
    }

    @Test
    public void aStreamWithoutAScenarioIsReadAllTheSame() throws IOException {
        for (String scenario : List.of("version: 1", "scenario: 5")) {
            String stream = write("stream.yaml", "id: s", scenario, "dataset: digits", "tasks: x", "split: clases", "classOrder: seed", "colour: red");
            benchmark("a.yaml", "stream: stream.yaml");
            List<Problem> problems = problems(write("s.yaml", "benchmarks: [a.yaml]", "methods: [dark]", "seeds: 1"));
            assertTrue(problems.stream().allMatch(p -> p.source().equals(stream)), problems.toString());
            List<String> keys = problems.stream().map(Problem::key).toList();
            assertTrue(keys.containsAll(List.of("scenario", "colour", "tasks", "split")), keys.toString());
            assertEquals(keys.stream().distinct().count(), keys.size(), keys.toString());
        }
    }

    @Test
    public void twoKindsOfStreamsCannotShareAScenario() {
        Plugins plugins = Plugins.load(List.of());
        Datasets datasets = new Datasets(EmbeddedDatasets.catalogue(), new WeightFiles(new DataFolders(List.of(), folder())));
        List<Problem> problems = expectThrows(InvalidInputException.class, () -> new StreamPlanners(
                Set.of(new ImagePlanner(plugins, datasets), new ImagePlanner(plugins, datasets)))).problems();
        assertEquals(problems.get(0), new Problem("plug-ins", "scenario", "class-incremental",
                "is planned by " + ImagePlanner.class.getName() + " and by " + ImagePlanner.class.getName()));
    }

    @Test
    public void aMethodOfAnotherKindThanTheStreamIsRefused() {
        List<Problem> problems = problems("two", List.of("dark", "player"), Optional.of("1"));
        assertEquals(problems, List.of(new Problem("run", "methods", "player",
                "learns environments, but two has a stream of the kind class-incremental, which has labelled examples")));
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
        assertEquals(section(first("small", "head.name=multi", "stream=" + stream)).head().name(), HeadKind.MULTI);
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
            {new String[] {"benchmarks: [two]", "methods: [dark]", "seeds: true"}, "seeds"},
            {new String[] {"benchmarks: [two]", "methods: [dark]", "seeds: {n: 3}"}, "seeds"},
            {new String[] {"benchmarks: [two]", "methods: [dark]", "seeds: [[1]]"}, "seeds"},
            {new String[] {"benchmarks: [two]", "methods: [dark]", "seeds: 2.0"}, "seeds"},
            {new String[] {"id: true", "benchmarks: [two]", "methods: [dark]", "seeds: 1"}, "id"},
            {new String[] {"id: [a]", "benchmarks: [two]", "methods: [dark]", "seeds: 1"}, "id"},
            {new String[] {"title: {a: b}", "benchmarks: [two]", "methods: [dark]", "seeds: 1"}, "title"},
            {new String[] {"benchmarks: [two, no]", "methods: [dark]", "seeds: 1"}, "benchmarks"},
            {new String[] {"benchmarks: [{two: 3}]", "methods: [dark]", "seeds: 1"}, "benchmarks"},
            {new String[] {"benchmarks: [two]", "methods: [dark, on]", "seeds: 1"}, "methods"},
            {new String[] {"benchmarks: [two]", "methods: [dark, ~]", "seeds: 1"}, "methods"},
            {new String[] {"benchmarks: [two]", "methods: [[dark]]", "seeds: 1"}, "methods"},
            {new String[] {"benchmarks: [two]", "methods: [dark]", "seeds: 1", "metods: [x]"}, "metods"},
        };
    }

    @Test(dataProvider = "brokenSuites")
    public void aSuiteOfTheWrongFormIsToldByFileAndKey(String[] lines, String key) throws IOException {
        String file = write("broken.yaml", lines);
        assertTrue(problems(file).stream().anyMatch(p -> p.source().equals(file) && p.key().equals(key)), problems(file).toString());
    }

    @Test
    public void anAddOnThatCannotWorkOnTheBackboneIsRefused() {
        List<Problem> problems = problems("two", List.of("dark", "dark+picky"), Optional.of("1"));
        assertEquals(problems.size(), 1);
        assertEquals(problems.get(0).value(), "dark+picky");
        assertTrue(problems.get(0).message().contains("backbone of two: has a layer too few"), problems.get(0).message());
    }

    @Test
    public void aMethodThatCannotLearnTheBenchmarkIsRefusedWithAllThatItSays() throws IOException {
        assertEquals(plan("two", List.of("layered"), Optional.of("1")).runs().size(), 1);
        String augmented = benchmark("augmented.yaml", "augment: [black]");
        List<Problem> problems = problems(augmented, List.of("dark", "layered"), Optional.of("2"));
        assertEquals(problems.stream().map(Problem::message).toList(), List.of("on two: needs images as they are", "on two: and large ones"));
        assertTrue(problems.stream().allMatch(p -> p.value().equals("layered")), problems.toString());
        assertEquals(problems("two", List.of("layered"), Optional.of("1"), "layered.buffer=1").size(), 2, "8 rows, 10 classes");
    }

    @Test
    public void anAddOnIsAskedAboutTheBenchmarkToo() throws IOException {
        List<Problem> problems = problems("two", List.of("dark+calm", "dark+wary"), Optional.of("1"));
        assertEquals(problems.stream().map(p -> p.value() + ": " + p.message()).toList(),
                List.of("dark+wary: on two: wants augmented images, of 10 classes, too"));
        assertEquals(plan(benchmark("augmented.yaml", "augment: [black]"), List.of("dark+wary"), Optional.of("1")).runs().size(), 1);
    }

    @Test
    public void aBackboneThatCannotTakeTheImagesIsRefusedOnce() {
        List<Problem> problems = problems("two", List.of("dark", "wide"), Optional.of("1"), "backbone=cnn");
        assertEquals(problems, List.of(new Problem("--set", "backbone", "cnn", "examples of 8x8 are too small for convolution 2")));
    }
}
