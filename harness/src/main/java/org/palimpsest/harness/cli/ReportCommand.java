package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Reruns;
import org.palimpsest.harness.engine.Stopping;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.report.Page;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code report}: everything about some runs in one page. */
@Command(name = "report", mixinStandardHelpOptions = true, description = {
    "Writes one page of HTML with the leaderboards, charts, definitions and provenance of recorded runs.",
    "The page needs no network and no other file. Of a leaderboard's CSV it has what that holds, which is no curves.",
    "With --live it is written again and again while runs are being made, and reads itself again in the browser."})
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ReportInputs inputs;

    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "FILE", description = "file to write (default: ${DEFAULT-VALUE})", defaultValue = "report.html")
    private Path out;

    @Option(names = "--live", description = "write it again while runs are being made, until all have ended or Ctrl-C")
    private boolean live;

    @Option(names = "--every", paramLabel = "seconds", defaultValue = "10", description = "how often, with --live (default: ${DEFAULT-VALUE})")
    private int every;

    private boolean stopped;

    @Override
    public Integer call() throws InterruptedException {
        Problems problems = new Problems().at("command line");
        inputs.check(problems);
        Arguments.checkOut(out, problems);
        if (every < 1) {
            problems.add("--every", every, "must be 1 or more");
        }
        problems.throwIfAny();
        Injector injector = common.injector();
        Reruns reruns = injector.getInstance(Reruns.class);
        Map<Set<RunId>, String> found = new ConcurrentHashMap<>(); // a plan takes its time, and stays what it is; Ctrl-C reads from a thread of its own
        Function<List<RunInfo>, Optional<String>> command = runs -> Optional.of(found.computeIfAbsent(
                runs.stream().map(RunInfo::id).collect(Collectors.toSet()), ids -> reruns.command(runs).toString()));
        ReportInputs.Read read = inputs.read(injector, command);
        if (live && read.open()) {
            Stopping.set(() -> last(inputs.read(injector, command)));
            while (read.open()) {
                write(read, OptionalInt.of(every));
                TimeUnit.SECONDS.sleep(every);
                read = inputs.read(injector, command);
            }
            Stopping.clear();
        }
        write(read, OptionalInt.empty());
        PrintWriter console = spec.commandLine().getOut();
        console.println("written to " + out);
        console.flush();
        return read.bad().report(spec.commandLine().getErr(), Exit.OK);
    }

    /** Nothing is written after it, so that no page is left that reads itself again for ever. */
    private synchronized void last(ReportInputs.Read read) {
        write(read, OptionalInt.empty());
        stopped = true;
    }

    private synchronized void write(ReportInputs.Read read, OptionalInt refresh) {
        if (stopped) {
            return;
        }
        new Disk().deliver(out, Page.of(read.report(), refresh).getBytes(StandardCharsets.UTF_8));
    }
}
