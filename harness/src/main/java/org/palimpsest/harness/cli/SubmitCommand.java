package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.pool.Slurm;
import org.palimpsest.harness.pool.Submissions;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code submit}: has a cluster make the runs of a suite. */
@Command(name = "submit", mixinStandardHelpOptions = true, description = {
    "Submits the runs of a suite, or of methods on a benchmark, to a Slurm cluster, as an array of jobs.",
    "The results folder has to be one that all nodes share. Runs that are made, or wait in the cluster, are not submitted again;",
    "what failed, or was cancelled, is. A job whose time is nearly over goes back into the queue, and on at the last commit of its run."})
final class SubmitCommand implements Callable<Integer> {
    private static final int MOST = 100_000;
    /** Limits of less than two minutes, as Slurm reads them: minutes, minutes:seconds, hours:minutes:seconds, or with days and a dash in front. */
    private static final Pattern SHORT = Pattern.compile("(0+-)?0+:0*[01]:\\d{1,2}|(0*[01])(:\\d{1,2})?|0+-0+(:0*[01])?");

    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Mixin
    private Selection selection;

    @Spec
    private CommandSpec spec;

    @Option(names = "--slurm", required = true, description = "the cluster is one of Slurm, the only kind that there is")
    private boolean slurm;

    @Option(names = "--partition", paramLabel = "name", description = "partition of the cluster")
    private String partition;

    @Option(names = "--time", paramLabel = "[days-]hh:mm:ss", description = "limit of a job; what has come to it goes back into the queue")
    private String time;

    @Option(names = "--gres", paramLabel = "gpu:1", description = "what a job needs besides")
    private String gres;

    @Option(names = "--mem", paramLabel = "4G", description = "memory of a job")
    private String memory;

    @Option(names = "--sbatch", paramLabel = "--option=value", description = "any other option of sbatch; repeatable")
    private List<String> others = List.of();

    @Option(names = "--array-limit", paramLabel = "N", defaultValue = "0", description = "jobs at work at once (default: as many as the cluster allows)")
    private int atOnce;

    @Option(names = "--per-job", paramLabel = "K", defaultValue = "1", description = "runs that a job makes, one after the other (default: ${DEFAULT-VALUE})")
    private int perJob;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Injector injector = common.injector();
        Problems problems = new Problems().at("command line");
        number("--per-job", perJob, 1, problems);
        number("--array-limit", atOnce, 0, problems);
        Stream.of(partition, time, gres, memory).filter(word -> word != null && !word.matches("[\\w.:,=/+-]+"))
                .forEach(word -> problems.add("--partition, --time, --gres, --mem", word, "is no word of Slurm"));
        others.stream().filter(option -> !option.matches("--?[A-Za-z][^\\p{Cntrl}]*"))
                .forEach(option -> problems.add("--sbatch", option, "must look like --option=value"));
        if (time != null && SHORT.matcher(time).matches()) {
            problems.add("--time", time, "must be at least two minutes: one before the limit a job goes back into the queue, and would never get anywhere");
        }
        Plan plan = injector.getInstance(Planner.class).plan(selection.request(problems));
        problems.throwIfAny();
        RunStore store = results.store(injector);
        Submissions submissions = new Submissions(results.folder(), plan.name(), store, new Slurm());
        Map<RunId, Slurm.Queued> queued = submissions.queued();
        List<RunId> runs = plan.ids().stream().filter(id -> PoolOptions.isToMake(id, store) && !queued.containsKey(id)).toList();
        if (runs.isEmpty()) {
            out.println(queued.isEmpty() ? "nothing is to be made" : "nothing is to be submitted: " + queued.size() + " runs are in the cluster");
            return Exit.OK;
        }
        if (injector.getInstance(Library.class).isSuite(selection.what())) {
            store.keepPlan(plan.name(), plan.ids());
        }
        submissions.keep(plan.ids());
        List<String> jobs = submissions.submit(runs, command(), perJob, atOnce, options(plan.threads()));
        out.println(runs.size() + " runs submitted as job " + String.join(", ", jobs) + "; scripts and output are in " + submissions.folder());
        out.println("next:");
        out.println("  " + NextSteps.command(List.of("status", plan.name()), results.words()) + "  # how far it is");
        out.println("  " + NextSteps.command(List.of("leaderboard", plan.name()), results.words()) + "  # of what is made");
        out.flush();
        return Exit.OK;
    }

    private static void number(String option, int value, int least, Problems problems) {
        if (value < least || value > MOST) {
            problems.add(option, value, "must be from " + least + " to " + MOST);
        }
    }

    private List<String> options(int threads) {
        List<String> options = new ArrayList<>(List.of("--cpus-per-task=" + threads));
        add(options, "--partition=", partition);
        add(options, "--time=", time);
        add(options, "--gres=", gres);
        add(options, "--mem=", memory);
        options.addAll(others);
        return options;
    }

    private static void add(List<String> options, String option, String value) {
        if (value != null) {
            options.add(option + value);
        }
    }

    /** What a job does, but for the runs that it makes. */
    private List<String> command() {
        Path launcher = CommonOptions.home().toAbsolutePath().normalize().resolve("palimpsest");
        List<String> command = new ArrayList<>(Files.isExecutable(launcher) ? List.of(launcher.toString()) : PoolOptions.program());
        command.addAll(selection.command(results, common));
        return command;
    }
}
