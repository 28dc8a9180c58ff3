package org.palimpsest.harness.config;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.Problem;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** A training is a part of a benchmark under a name of its own. */
public class TrainingsTest extends PlannerFixture {
    private String training;
    private String trained;

    @BeforeMethod
    public void writeTraining() throws IOException {
        training = write("short.yaml", "backbone: {name: mlp, widths: [5]}", "budget: {epochs: 7, batch: 3}", "optimiser: {lr: 0.125}");
        trained = write("trained.yaml", "id: two", "version: 1", "title: a title", "stream: split-digits", "training: short.yaml",
                "budget: {epochs: 2, batch: 10}");
    }

    private PlannedRun run(String benchmark, String... settings) {
        return plan(benchmark, List.of("wide"), Optional.of("1"), settings).runs().get(0);
    }

    @Test
    public void aBenchmarkTakesWhatItDoesNotSayFromItsTraining() {
        PlannedRun run = run(trained);
        assertEquals(run.optimiser().lr(), 0.125);
        assertEquals(section(run).budget().epochs(), 2, "its own");
        assertEquals(run.benchmark().backbone().options().get("widths"), List.of(5));
    }

    @Test
    public void aTrainingLeavesNoTraceInTheProtocol() throws IOException {
        String written = benchmark("written.yaml", "backbone: {name: mlp, widths: [5]}", "optimiser: {lr: 0.125}");
        assertEquals(run(trained).id(), run(written).id());
    }

    @Test
    public void aTrainingThatIsAskedForTakesThePlaceOfAllThatTheBenchmarkSays() {
        PlannedRun run = run(trained, "training=" + training, "batch=4");
        assertEquals(section(run).budget().epochs(), 7);
        assertEquals(section(run).budget().batch(), 4, "other settings stand above it");
        assertEquals(run("two", "training=" + training).optimiser().lr(), 0.125, "whether or not the benchmark names one");
    }

    @Test
    public void errorsNameTheTrainingsFile() throws IOException {
        String wrong = write("wrong.yaml", "backbone: mpl", "budget: {epochs: -1, batch: 3}", "optimiser: {lr: 0.1}", "stream: split-digits",
                "bugdet: {epochs: 1}");
        List<Problem> told = problems("two", List.of("wide"), Optional.of("1"), "training=" + wrong);
        assertEquals(told.stream().map(Problem::key).sorted().toList(), List.of("backbone", "budget.epochs", "bugdet", "stream"), told.toString());
        assertTrue(told.stream().allMatch(p -> p.source().equals(wrong)), told.toString());
        Problem unknown = problems("two", List.of("wide"), Optional.of("1"), "training=resnet32-200eq").get(0);
        assertEquals(unknown.message(), "unknown training (did you mean 'resnet32-200ep'?)");
    }
}
