package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.catalogue.AllDatasets;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.config.Reruns;
import org.palimpsest.harness.config.StreamPlanners;
import org.palimpsest.harness.control.ControlPlanner;
import org.palimpsest.harness.images.ImagePlanner;
import org.palimpsest.harness.instructions.InstructionPlanner;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.Environment;
import org.palimpsest.results.record.Json;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.replay.RunCommand;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The command that is told for a recorded run plans that run: its name holds a digest of all that decides it. */
public class RunCommandPlansTest {
    /** A suite and a benchmark have this name, and the suite has this method more than once. */
    private static final String SEVERAL = "minatar-7x500k dqn";
    private static final Environment SOMEWHERE = new Environment("1", "c", false, "e", "b", 1, "cpu", "17", "linux", "x86", Optional.empty());

    private final Plugins plugins = Plugins.load(List.of());
    private final Path folder = Folders.temporary(getClass());
    private final DataFolders nothing = new DataFolders(List.of(folder), folder.resolve("cache"));
    private final Catalogue catalogue = AllDatasets.catalogue(nothing, ProgressMonitor.NONE);
    private final Datasets datasets = new Datasets(catalogue, new WeightFiles(nothing));
    private final StreamPlanners kinds = new StreamPlanners(Set.of(new ImagePlanner(plugins, datasets), new ControlPlanner(plugins, datasets),
            new InstructionPlanner(plugins, datasets)));
    private final Library library = new Library(plugins, kinds);
    private final Planner planner = new Planner(library, plugins, kinds);
    private final Reruns reruns = new Reruns(planner);

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(folder);
    }

    /** Those whose data are embedded. */
    @DataProvider
    public Object[][] suites() {
        List<Object[]> here = new ArrayList<>();
        for (String suite : library.suites().names()) {
            try {
                here.add(new Object[] {suite, planner.plan(new Request(suite, List.of(), Optional.empty(), List.of())).runs()});
            } catch (InvalidInputException e) {
                continue; // as PackagedPlansTest says, for want of data
            }
        }
        assertTrue(here.size() > 5, here.size() + " suites");
        return here.toArray(Object[][]::new);
    }

    @Test(dataProvider = "suites")
    public void everyRunOfASuiteIsFound(String suite, List<PlannedRun> runs) {
        Map<String, PlannedRun> rows = new LinkedHashMap<>();
        runs.forEach(run -> rows.put(run.id().benchmark() + run.id().digest(), run));
        rows.values().stream().filter(run -> !SEVERAL.equals(run.id().benchmark() + " " + run.id().method())).forEach(this::isFound);
    }

    /** A suite of the same name goes before its benchmark. */
    @Test
    public void whatThePlannerRefusesIsSaid() {
        String[] row = SEVERAL.split(" ");
        PlannedRun run = planner.plan(new Request(row[0], List.of(row[1]), Optional.of("1"), List.of())).runs().get(0);
        assertEquals(reruns.command(List.of(recorded(run))).notes(),
                List.of("plans other runs today: options.reset was false and is true"));
    }

    @DataProvider
    public Object[][] requests() {
        List<Object[]> requests = new ArrayList<>();
        for (String method : plugins.methods().keySet()) {
            requests.add(new Object[] {"split-digits-online", method, List.of("lr=0.07")});
            requests.add(new Object[] {"arcade-quickstart", method, List.of("lr=0.07")});
        }
        for (String addOn : plugins.addOns().keySet()) {
            requests.add(new Object[] {"split-digits-online", "er+" + addOn, List.of("er.buffer=33", "optimiser.clipNorm=1.5", "schedule=cosine")});
        }
        List.of("backbone=mlp", "widths=7,5", "backbone=identity", "evaluation.validation=0.1", "evaluation.firstTasks=3", "normaliser=gn", "normaliser=none",
                "probe.perTask=0", "augment=random-crop", "standardise=unit", "head=full", "batch=5", "threads=2", "milestones=1,2", "schedule=multi-step")
                .forEach(setting -> requests.add(new Object[] {"split-digits-online", "finetune", List.of(setting)}));
        List<String> many = List.of("backbone=resnet18", "width=8", "normaliser=cn", "normaliser.groups=4",
                "stream=rotated-fashion-mnist-compact", "er.lr=0.5");
        requests.add(new Object[] {"split-fashion-mnist-compact-online", "er", many});
        return requests.toArray(Object[][]::new);
    }

    /** What a benchmark or method refuses is no run. */
    @Test(dataProvider = "requests")
    public void aRunOfAnySettingIsFound(String what, String method, List<String> settings) {
        try {
            planner.plan(new Request(what, List.of(method), Optional.of("4,"), settings)).runs().forEach(this::isFound);
        } catch (InvalidInputException e) {
            assertTrue(settings.size() == 1 || method.contains("+"), method + " on " + what + ": " + e.problems());
        }
    }

    private void isFound(PlannedRun run) {
        RunInfo recorded = recorded(run);
        if (RunCommand.of(recorded).notes().isEmpty()) {
            assertPlans(RunCommand.of(recorded), run);
        }
        RunCommand shortest = reruns.command(List.of(recorded));
        assertEquals(shortest.notes(), List.of(), shortest.toString());
        assertPlans(shortest, run);
        assertTrue(shortest.settings().size() <= RunCommand.of(recorded).settings().size() + 1, shortest.toString());
    }

    private void assertPlans(RunCommand command, PlannedRun run) {
        List<PlannedRun> planned = planner.plan(Reruns.request(command, run.id().benchmark())).runs();
        assertEquals(planned.stream().map(PlannedRun::id).toList(), List.of(run.id()),
                command + " differs in " + Reruns.changes(recorded(run), planned.get(0)));
    }

    /** As its record has it, which knows no types but those of JSON. */
    private RunInfo recorded(PlannedRun run) {
        StreamInfo stream = new StreamInfo("s", 1, run.stream().scenario(), "ab", List.of());
        RunInfo info = RunInfo.started(run.id(), run.stream().tasks(), stream, SOMEWHERE).protocol(run.protocol(), run.protocolDigest())
                .methodOptions(run.methodOptions()).training(Binder.toMap(run.optimiser())).build();
        return Json.read(Folders.write(folder.resolve("run.json"), Json.pretty(info)), RunInfo.class);
    }
}
