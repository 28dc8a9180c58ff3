package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.harness.config.Library;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.Tables;
import org.palimpsest.results.watch.Curve;
import org.palimpsest.results.watch.Dashboard;
import org.palimpsest.results.watch.WatchedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code watch}: how far runs are, while another process makes them. */
@Command(name = "watch", mixinStandardHelpOptions = true, description = {
    "Shows how far runs are, by their records: a line for each method, with what it can do on the tasks met so far, along the stream.",
    "On a terminal the page is drawn anew until all runs have ended; elsewhere it is printed once. It only reads, and stops nobody.",
    "The name is a suite or benchmark, as 'run' has it, or a results folder; without one everything in the results folder is shown."})
final class WatchCommand implements Callable<Integer> {
    private static final int USUAL_HEIGHT = 24;
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final double MILLIS = 1000;
    private static final double LEAST_SECONDS = 0.1;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "<name|DIR>", description = "suite or benchmark, or a results folder (default: all that is in --results)")
    private String name;

    @Option(names = "--interval", paramLabel = "seconds", defaultValue = "2", description = "time between two looks (default: ${DEFAULT-VALUE})")
    private double interval;

    @Option(names = "--once", description = "print the page once, and end")
    private boolean once;

    @Option(names = "--ascii", description = "draw with ASCII characters alone, as where the locale has no others")
    private boolean ascii;

    /** What was read of runs, with the record that it was read from: what has not changed is not read again. */
    private final Map<RunId, WatchedRun> known = new HashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        if (!(interval >= LEAST_SECONDS)) {
            throw new InvalidInputException(new Problem("command line", "--interval", String.valueOf(interval), "must be " + LEAST_SECONDS + " or more"));
        }
        Injector injector = common.injector();
        Optional<Path> folder = Optional.ofNullable(name).flatMap(UserPath::parse).filter(path -> Files.isDirectory(path.resolve("runs")));
        RunStore store = folder.map(path -> RunStore.at(path, injector.getInstance(Tables.class))).orElseGet(() -> results.store(injector));
        String title = name == null ? results.folder().toString() : name;
        Metrics metrics = injector.getInstance(Metrics.class);
        String wanted = folder.isPresent() || name == null ? null : injector.getInstance(Library.class).suiteId(name);
        if (wanted != null && ids(store, wanted).isEmpty()) {
            List<String> names = Stream.concat(store.plans().stream(), store.ids().stream().map(RunId::benchmark)).distinct().toList();
            throw new InvalidInputException(new Problem(results.folder().toString(), "watch", name,
                    "no run of it is planned or recorded" + Names.suggestion(name, names, "'run' plans a suite when it begins")));
        }
        if (once || !Terminal.interactive()) {
            PrintWriter out = spec.commandLine().getOut();
            page(title, store, wanted, metrics).lines(Terminal.width(), Integer.MAX_VALUE, levels(), false).forEach(out::println);
            out.flush();
            return Exit.OK;
        }
        return draw(title, store, wanted, metrics);
    }

    /** Over and over in the same place. What moves the cursor would be spelt out by the writer that all else is printed with. */
    private int draw(String title, RunStore store, String wanted, Metrics metrics) throws InterruptedException {
        PrintStream terminal = new PrintStream(new FileOutputStream(FileDescriptor.out), false, Charset.defaultCharset());
        int above = 0;
        while (true) {
            Dashboard page = page(title, store, wanted, metrics);
            List<String> lines = page.lines(Terminal.width(), height(), levels(), Terminal.colours(spec));
            terminal.print((above == 0 ? "" : "\u001b[" + above + "A\r") + CLEAR_BELOW + String.join("\n", lines) + "\n");
            terminal.flush();
            above = lines.size();
            if (page.isOver()) {
                return Exit.OK;
            }
            Thread.sleep(Math.round(interval * MILLIS));
        }
    }

    private String levels() {
        return ascii || !Charset.defaultCharset().equals(StandardCharsets.UTF_8) ? Dashboard.ASCII : Dashboard.BLOCKS;
    }

    /** One line is for the prompt below. */
    private static int height() {
        String lines = System.getenv("LINES");
        return (lines != null && lines.matches("[1-9]\\d{0,3}") ? Integer.parseInt(lines) : USUAL_HEIGHT) - 1;
    }

    private Dashboard page(String title, RunStore store, String wanted, Metrics metrics) {
        return new Dashboard(title, ids(store, wanted).stream().map(id -> look(id, store, metrics)).toList());
    }

    /** Planned or recorded; of a suite with its other seeds, of which its leaderboard has all. */
    private static Collection<RunId> ids(RunStore store, String wanted) {
        List<RunId> recorded = store.ids();
        Set<RunId> ids = new LinkedHashSet<>();
        Optional<Set<RunId>> plan = wanted != null && wanted.matches("[\\w.+-]+") ? store.planned(wanted) : Optional.empty();
        if (plan.isPresent()) {
            ids.addAll(plan.get());
            recorded.stream().filter(id -> plan.get().stream().anyMatch(id::differsInSeedAtMost)).forEach(ids::add);
        } else if (wanted == null) {
            store.plans().forEach(known -> ids.addAll(store.planned(known).orElse(Set.of())));
            ids.addAll(recorded);
        } else {
            recorded.stream().filter(id -> id.benchmark().equals(wanted)).forEach(ids::add);
        }
        return ids;
    }

    /** As far as it is committed. Who begins a run anew while it is read makes it unreadable for a moment: then the last look counts. */
    private WatchedRun look(RunId id, RunStore store, Metrics metrics) {
        WatchedRun before = known.getOrDefault(id, WatchedRun.planned(id));
        try {
            Optional<RunInfo> info = store.find(id);
            if (!info.equals(before.info())) {
                known.put(id, info.isEmpty() ? WatchedRun.planned(id) : read(store.read(id), metrics));
            }
        } catch (RecordException e) {
            known.putIfAbsent(id, before);
        }
        return known.getOrDefault(id, before);
    }

    private static WatchedRun read(RunRecord record, Metrics metrics) {
        List<Measure> measures = metrics.ranking(record.info().stream().scenario());
        Measure measure = measures.stream().filter(one -> !Curve.of(record, one).points().isEmpty()).findFirst().orElse(measures.get(0));
        return new WatchedRun(record.info().id(), Optional.of(record.info()), Optional.of(measure), Optional.of(Curve.of(record, measure)));
    }
}
