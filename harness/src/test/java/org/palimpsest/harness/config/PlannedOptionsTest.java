package org.palimpsest.harness.config;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.palimpsest.harness.api.training.Schedule;
import org.palimpsest.harness.images.PlannedImages;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** From what suites and settings say to the options and digests of runs. */
public class PlannedOptionsTest extends PlannerFixture {
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
        assertEquals(section(first("small", "budget.epochs=5")).budget().epochs(), 5);
        assertEquals(section(first("small", "epochs=5")).budget().epochs(), 5);
        assertEquals(first("small", "threads=2").benchmark().threads(), 2);
        assertEquals(section(first("small", "head.name=growing")).head().name(), HeadKind.GROWING);
        assertEquals(first("small", "lr=0.125").optimiser().lr(), 0.125);
        assertEquals(first("small", "stream=permuted-digits").benchmark().stream(), "permuted-digits");
    }

    @Test
    public void aSettingMayNameTheBackboneOrItsOptions() {
        assertEquals(((PlannedImages) first("small", "backbone=pixels").stream()).backbone().module().name(), "pixels");
    }

    @Test
    public void optionsOfTheBackboneCanBeSet() {
        for (String key : new String[] {"widths", "backbone.widths"}) {
            PlannedImages stream = (PlannedImages) first("small", key + "=5, 6").stream();
            assertEquals(Binder.toMap(stream.backbone().options()), Map.of("widths", List.of(5, 6)));
        }
    }

    @Test
    public void aSettingMayNameAnOptionOfOneMethodOrOfAllThatHaveIt() {
        Plan one = plan(suite(), "dark.buffer=3");
        assertEquals(one.runs().get(0).methodOptions().get("buffer"), 3);
        assertEquals(one.runs().get(1).methodOptions().get("buffer"), 50);
        Plan all = plan(suite(), "buffer=4");
        assertEquals(all.runs().get(0).methodOptions().get("buffer"), 4);
        assertEquals(all.runs().get(1).methodOptions().get("buffer"), 4);
    }

    @Test
    public void optionsInASectionAreSetByTheSuiteAndByTheirPath() throws IOException {
        String file = write("s.yaml", "benchmarks: [two]", "methods:", "  - layered: {buffer: 7, inner: {strength: 0.9}}", "seeds: 1");
        assertEquals(first(file).methodOptions(), Map.of("buffer", 7, "inner", Map.of("strength", 0.9, "growth", 2.0)));
        assertEquals(first(file, "layered.inner.strength=0.4", "inner.growth=3").methodOptions(),
                Map.of("buffer", 7, "inner", Map.of("strength", 0.4, "growth", 3.0)));
        assertEquals(problems(file, "layered.inner.strenght=1").get(0).message(),
                "is neither a key of the benchmark nor an option of a method in this run (did you mean 'layered.inner.strength'?)");
        assertEquals(problems(file, "inner.strength=-1").get(0).message(), "must be >= 0");
        String misspelt = write("m.yaml", "benchmarks: [two]", "methods:", "  - layered: {inner: {strenght: 0.9}}", "seeds: 1");
        assertEquals(problems(misspelt).get(0).key(), "inner.strenght");
    }

    @Test
    public void theScheduleOfOneMethodIsSetByItsNameOrByAPath() {
        assertEquals(first("small", "dark.schedule=cosine").optimiser().schedule().name(), Schedule.Shape.COSINE);
        assertEquals(first("small", "dark.schedule.warmup=2").optimiser().schedule().warmup(), 2.0);
    }

    @Test
    public void aSettingWinsOverTheSuite() {
        assertEquals(first(suite(), "buffer=4").methodOptions().get("buffer"), 4);
        assertEquals(first(suite()).optimiser().lr(), 0.5);
        assertEquals(first(suite(), "lr=0.125").optimiser().lr(), 0.125);
        assertEquals(first(suite(), "dark.lr=0.375", "lr=0.125").optimiser().lr(), 0.375, "the nearer one wins");
        assertEquals(plan(suite(), "dark.lr=0.375", "lr=0.125").runs().get(1).optimiser().lr(), 0.125);
    }

    @Test
    public void aSettingThatCouldMeanTwoThingsIsRefusedWithBoth() {
        List<Problem> problems = problems("two", List.of("dark+decay"), Optional.empty(), "growth=3");
        assertEquals(problems, List.of(new Problem("--set", "growth", "3", "could mean probe.growth or decay.growth; write one of these")));
        PlannedRun run = plan("two", List.of("dark+decay"), Optional.empty(), "decay.growth=3", "probe.growth=4").runs().get(0);
        assertEquals(run.methodOptions().get("decay.growth"), 3.0);
        assertEquals(section(run).probe().growth(), 4.0);
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

    @Test
    public void aSectionIsSetByTheNameThatItIsWrittenAs() {
        assertEquals(section(first("small", "head=growing")).head().name(), HeadKind.GROWING);
        assertEquals(first("small", "optimiser=adam").optimiser().name(), OptimiserOptions.Rule.ADAM);
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
}
