package org.palimpsest.dist;

import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.catalogue.AllDatasets;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.harness.bench.Bench;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.Definitions;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.config.StreamPlanners;
import org.palimpsest.harness.control.ControlPlanner;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.images.ImagePlanner;
import org.palimpsest.harness.instructions.InstructionPlanner;
import org.palimpsest.harness.plugins.Plugins;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Every packaged definition can be planned, even where its data are not at hand: then this is all that is wrong with it. */
public class PackagedPlansTest {
    /** Random pixels and features, which the bench alone knows. */
    private static final Set<String> NOISE = Set.of("noise-32", "noise-features");

    private final Plugins plugins = Plugins.load(List.of());
    private final Path folder = Folders.temporary(getClass());
    private final DataFolders nothing = new DataFolders(List.of(folder), folder.resolve("cache"));
    private final Catalogue catalogue = AllDatasets.catalogue(nothing, ProgressMonitor.NONE);
    private final Datasets datasets = new Datasets(catalogue, new WeightFiles(nothing));
    private final StreamPlanners kinds =
            new StreamPlanners(Set.of(new ImagePlanner(plugins, datasets), new ControlPlanner(plugins, datasets),
                    new InstructionPlanner(plugins, datasets)));
    private final Library library = new Library(plugins, kinds);
    private final Planner planner = new Planner(library, plugins, kinds);

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(folder);
    }

    private static Object[][] each(Definitions definitions) {
        return definitions.names().stream().map(name -> new Object[] {name}).toArray(Object[][]::new);
    }

    @DataProvider
    public Object[][] benchmarks() {
        return each(library.benchmarks());
    }

    @DataProvider
    public Object[][] suites() {
        return each(library.suites());
    }

    @Test
    public void thereAreSome() {
        assertTrue(library.benchmarks().names().contains("cifar100-b50-5"), library.benchmarks().names().toString());
        assertTrue(library.suites().names().contains("quickstart"), library.suites().names().toString());
    }

    @Test(dataProvider = "benchmarks")
    public void everyBenchmarkIsSound(String name) {
        onlyDataMayBeMissing(new Request(name, List.of(method(name)), Optional.of("1"), List.of()));
    }

    /** One that learns what such a stream has. */
    private String method(String benchmark) {
        return library.benchmark(benchmark, new Problems()).filter(known -> known.stream().scenario().equals("control")).isPresent() ? "random" : "finetune";
    }

    @Test(dataProvider = "suites")
    public void everySuiteIsSound(String name) {
        onlyDataMayBeMissing(new Request(name, List.of(), Optional.empty(), List.of()));
    }

    private void onlyDataMayBeMissing(Request request) {
        try {
            assertFalse(planner.plan(request).runs().isEmpty());
        } catch (InvalidInputException e) {
            List<Problem> wrong = e.problems().stream().filter(problem -> !dataMissing(problem)).toList();
            assertTrue(wrong.isEmpty(), wrong.toString());
        }
    }

    /** A data set that nobody knows is no missing one, and neither are weights. */
    private boolean dataMissing(Problem problem) {
        if (problem.key().equals("backbone.weights")) {
            return WeightFiles.known().contains(problem.value()) && problem.message().contains("not on this machine");
        }
        return Set.of("dataset", "sets").contains(problem.key())
                && (NOISE.contains(problem.value()) || catalogue.names().contains(DatasetName.parse(problem.value()).base()));
    }

    /** They run on embedded and made-up data, if on any. */
    @Test
    public void everyMeasurementIsSound() {
        Bench bench = new Bench(plugins, catalogue, nothing, new Courses(Map.of()));
        assertTrue(bench.names().size() > 5, bench.names().toString());
        bench.check(bench.names());
    }
}
