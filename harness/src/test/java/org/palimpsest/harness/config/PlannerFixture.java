package org.palimpsest.harness.config;

import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.harness.FolderTest;
import org.palimpsest.harness.PluginJar;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.image.AugmentationModule;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.images.ImageBenchmark;
import org.palimpsest.harness.images.ImagePlanner;
import org.palimpsest.harness.images.PlannedImages;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.harness.plugins.TestPlugins;
import org.testng.annotations.BeforeMethod;

/** Methods, benchmarks and suites that exist for the tests of planning alone. */
public abstract class PlannerFixture extends FolderTest {
    private static final String[] BENCHMARK = {
        "id: two", "version: 1", "title: a title", "stream: split-digits", "backbone: {name: mlp, widths: [8]}",
        "budget: {epochs: 2, batch: 10}", "optimiser: {lr: 0.25}"};

    private String suite;

    @BeforeMethod
    public void writeSuite() throws IOException {
        new PluginJar()
                .service(MethodModule.class, TestPlugins.Dark.class, TestPlugins.DarkPlusPlus.class, TestPlugins.WideModule.class,
                        TestPlugins.LayeredModule.class, TestPlugins.PlayerModule.class)
                .service(AddOnModule.class, TestPlugins.DecayModule.class, TestPlugins.CalmModule.class,
                        TestPlugins.PickyModule.class, TestPlugins.WaryModule.class)
                .service(BackboneModule.class, TestPlugins.Pixels.class, TestPlugins.GivenModule.class)
                .service(AugmentationModule.class, TestPlugins.Black.class)
                .service(NormaliserModule.class, TestPlugins.Halves.class, TestPlugins.Wholes.class)
                .file("palimpsest/benchmarks/two.yaml", String.join("\n", BENCHMARK))
                .file("palimpsest/suites/small.yaml", String.join("\n", "benchmarks: [two]", "methods: [dark]", "seeds: 2"))
                .write(folder(), "test.jar");
        suite = write("suite.yaml", "id: mine", "benchmarks: [two]", "methods:", "  - dark: {buffer: 30, lr: 0.5}", "  - wide", "seeds: 2");
    }

    private Planner planner() {
        Plugins plugins = Plugins.load(List.of(folder()));
        Datasets datasets = new Datasets(EmbeddedDatasets.catalogue(), new WeightFiles(new DataFolders(List.of(folder()), folder().resolve("cache"))));
        StreamPlanners kinds = new StreamPlanners(Set.of(new ImagePlanner(plugins, datasets)));
        return new Planner(new Library(plugins, kinds), plugins, kinds);
    }

    protected final Plan plan(String what, List<String> methods, Optional<String> seeds, String... settings) {
        return planner().plan(new Request(what, methods, seeds, List.of(settings)));
    }

    protected final Plan plan(String what, String... settings) {
        return plan(what, List.of(), Optional.empty(), settings);
    }

    protected final List<Problem> problems(String what, List<String> methods, Optional<String> seeds, String... settings) {
        return expectThrows(InvalidInputException.class, () -> plan(what, methods, seeds, settings)).problems();
    }

    protected final List<Problem> problems(String what, String... settings) {
        return problems(what, List.of(), Optional.empty(), settings);
    }

    protected final PlannedRun first(String what, String... settings) {
        return plan(what, settings).runs().get(0);
    }

    /** The benchmark with some lines replaced, as a file. */
    protected final String benchmark(String name, String... lines) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(BENCHMARK));
        for (String line : lines) {
            String key = line.substring(0, line.indexOf(':') + 1);
            all.removeIf(l -> l.startsWith(key));
            all.add(line);
        }
        return write(name, all.toArray(String[]::new));
    }

    protected static List<String> names(Plan plan) {
        return plan.runs().stream().map(r -> r.id().benchmark() + "/" + r.recipe().name() + "/" + r.seed()).toList();
    }

    /** What the run's benchmark says of images alone. */
    protected static ImageBenchmark section(PlannedRun run) {
        return ((PlannedImages) run.stream()).section();
    }

    /** A suite of two methods, one of them with options of its own. */
    protected final String suite() {
        return suite;
    }
}
