package org.palimpsest.harness.cli;

import ai.djl.Device;
import com.google.inject.Injector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.engine.KeptStates;
import org.palimpsest.harness.models.ModelCard;
import org.palimpsest.harness.models.ModelFiles;
import org.palimpsest.harness.models.TrainedModel;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export-model}: networks of kept states as files that others read. */
@Command(name = "export-model", mixinStandardHelpOptions = true, description = {
    "Writes the networks of runs that kept their states ('run --keep last' or '--keep all') as safetensors, and as models that DJL loads.",
    "The runs are named as they were for 'run'. Each gets a folder of its own; the network is checked on the test data, and how it answers is told."})
final class ExportModelCommand implements Callable<Integer> {
    private static final String SAFETENSORS = "safetensors";
    private static final String DJL = "djl";

    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<suite|benchmark>", description = "a name that 'list' shows, or a YAML file")
    private String what;

    @Option(names = "--methods", paramLabel = "a,b+c", description = "these methods alone, instead of the suite's")
    private List<String> methods = List.of();

    @Option(names = "--seeds", paramLabel = "n|list", description = "instead of the suite's seeds, as for 'run'")
    private String seeds;

    @Option(names = "--set", paramLabel = "key=value", description = "what 'run' was given; repeatable")
    private List<String> settings = List.of();

    @Option(names = "--device", paramLabel = "auto|cpu|cuda:N", defaultValue = "auto", description = "where to compute (default: ${DEFAULT-VALUE})")
    private String device;

    @Option(names = "--task", paramLabel = "N", description = "the state after task N, from 1 (default: the last that was kept)")
    private Integer task;

    @Option(names = "--format", paramLabel = "safetensors,djl", defaultValue = SAFETENSORS + "," + DJL,
            description = "what is written (default: ${DEFAULT-VALUE})")
    private List<String> formats = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "folder that takes a folder for each run")
    private Path out;

    @Override
    public Integer call() {
        PrintWriter print = spec.commandLine().getOut();
        Injector injector = common.injector();
        Problems problems = new Problems();
        Request request = new Request(what, Arguments.entries("--methods", methods, problems), Optional.ofNullable(seeds), settings, List.of());
        List<String> chosen = Arguments.entries("--format", formats, problems);
        problems.at("command line");
        chosen.stream().filter(format -> !List.of(SAFETENSORS, DJL).contains(format)).forEach(format -> problems.add("--format", format,
                "there is no such format" + Names.suggestion(format, List.of(SAFETENSORS, DJL))));
        if (task != null && task < 1) {
            problems.add("--task", task, "must be 1 or more");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            problems.add("--out", out, "is no folder");
        }
        problems.throwIfAny();
        Plan plan = injector.getInstance(Planner.class).plan(request);
        RunStore store = results.store(injector);
        BadRecords bad = new BadRecords();
        Map<PlannedRun, Integer> kept = kept(plan, store, bad);
        Device place = Devices.here().choose(device, common::warn);
        Problems unlike = new Problems().at(results.folder().toString());
        KeptStates states = new KeptStates(injector.getInstance(Courses.class), store, place);
        kept.forEach((run, after) -> {
            try {
                RunInfo info = store.find(run.id()).orElseThrow();
                Optional<TrainedModel> model = states.after(run, after, student -> student.model(after, injector.getInstance(Plugins.class))
                        .map(trained -> write(trained, card(info, run, after, trained), chosen, print)));
                if (model.isEmpty()) {
                    unlike.add("run", run.id().relativePath(), "its stream is of the kind " + info.stream().scenario()
                            + ", and networks of images and feature rows are exported");
                }
                model.ifPresent(trained -> compare(run, after, trained, store));
            } catch (BadRecordException e) {
                bad.accept(e);
            }
        });
        print.flush();
        unlike.throwIfAny();
        return bad.report(spec.commandLine().getErr(), Exit.OK);
    }

    /** The runs whose state is there, and after which task; where it is not there of all, that is an error of the command. */
    private Map<PlannedRun, Integer> kept(Plan plan, RunStore store, BadRecords bad) {
        Problems problems = new Problems().at(results.folder().toString());
        Map<PlannedRun, Integer> kept = new LinkedHashMap<>();
        for (PlannedRun run : plan.runs()) {
            String name = run.id().relativePath().toString();
            try {
                Optional<RunInfo> info = store.find(run.id());
                List<Integer> tasks = info.map(RunInfo::keptTasks).orElse(List.of());
                if (info.isEmpty()) {
                    problems.add("run", name, "is not recorded; 'run' makes it, with the same name, --methods, --seeds and --set, and --keep last");
                } else if (tasks.isEmpty()) {
                    problems.add("run", name, "has kept no state; delete its folder, or choose another --results, and make it again with --keep last or all");
                } else if (task != null && !tasks.contains(task)) {
                    problems.add("--task", task, name + " has kept no state after this task, but after "
                            + tasks.stream().map(String::valueOf).collect(Collectors.joining(", ")) + "; --keep all keeps one after each");
                } else {
                    kept.put(run, task == null ? tasks.get(tasks.size() - 1) : task);
                }
            } catch (BadRecordException e) {
                bad.accept(e);
            }
        }
        problems.throwIfAny();
        return kept;
    }

    private static ModelCard card(RunInfo info, PlannedRun run, int after, TrainedModel trained) {
        return new ModelCard(run.id().relativePath().toString().replace('\\', '/'), run.id().benchmark(), run.id().method(), info.methodOptions(), run.seed(),
                after, info.tasks(), trained.labels(), info.stream().id(), info.stream().digest(), info.protocolDigest(), info.environment().harnessVersion(),
                info.environment().commit(), trained.ofNetwork() ? ModelCard.OF_THE_NETWORK : ModelCard.OF_THE_METHOD, trained.answers(), trained.plan());
    }

    private TrainedModel write(TrainedModel trained, ModelCard card, List<String> chosen, PrintWriter print) {
        Path folder = out.resolve(card.run()).resolve("task-" + card.task());
        try {
            new Disk().createFolder(folder);
            if (chosen.contains(SAFETENSORS)) {
                ModelFiles.safetensors(folder, trained.network(), card);
            }
            if (chosen.contains(DJL)) {
                ModelFiles.djl(folder, trained.network(), card);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(RecordException.io(folder, "write", e).getMessage(), e);
        }
        print.println(folder + ": answers " + trained.answers().ofNetwork() + " of " + trained.answers().n() + " test examples rightly");
        if (!trained.ofNetwork()) {
            print.println("  the run does not answer by this network's outputs but by a classifier of its method, which is not exported and answers "
                    + trained.answers().ofRun() + " rightly");
        }
        return trained;
    }

    /** Another machine rounds otherwise, and then an answer may be another one. */
    private void compare(PlannedRun run, int after, TrainedModel trained, RunStore store) {
        List<AccuracyRow> rows = store.read(run.id()).rows(AccuracyRow.TABLE).stream().filter(row -> row.trainedTask() == after).toList();
        long recorded = rows.stream().mapToLong(AccuracyRow::classIlCorrect).sum();
        if (!rows.isEmpty() && recorded != trained.answers().ofRun()) {
            common.warn(run.id().relativePath() + ": the record has " + recorded + " right answers after task " + after + ", and here are "
                    + trained.answers().ofRun() + "; another machine, or other code, rounds otherwise");
        }
    }
}
