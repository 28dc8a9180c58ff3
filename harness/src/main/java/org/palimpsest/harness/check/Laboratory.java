package org.palimpsest.harness.check;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.TemporaryFolder;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.engine.Keep;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.harness.engine.StreamKind;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.harness.engine.Wishes;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.harness.wiring.HarnessModule;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.Tables;

/** Makes runs of the kit, the way that 'run' does, in a folder that is deleted in the end. */
final class Laboratory implements AutoCloseable {
    private static final Wishes EVERY_TASK = new Wishes(Duration.ZERO, Duration.ZERO, Optional.empty(), Keep.ALL);

    private final Planner planner;
    private final Courses courses;
    private final Tables tables;
    private final Device device;
    private final List<String> settings;
    private final TemporaryFolder folder = TemporaryFolder.named("palimpsest-check");
    private int next;

    /** One of its own, so that what is decoded of its pictures is kept nowhere else. */
    Laboratory(Plugins plugins, Device device, List<String> settings) {
        this.settings = settings;
        this.device = device;
        DataFolders data = DataFolders.of(List.of(), Map.of(), folder.path());
        Injector injector = Guice.createInjector(new HarnessModule(plugins, StreamKind.all(plugins.classLoader()), data, ProgressMonitor.NONE));
        planner = injector.getInstance(Planner.class);
        courses = injector.getInstance(Courses.class);
        tables = injector.getInstance(Tables.class);
    }

    /**
     * What a run is to be like.
     *
     * @param method as on the command line
     * @param toy the stream
     * @param seed run seed
     * @param settings {@code key=value} besides those of all runs
     */
    record Wanted(String method, Toy toy, long seed, List<String> settings) {
        Wanted(String method, Toy toy) {
            this(method, toy, 0, List.of());
        }
    }

    /**
     * Makes a run in one go.
     *
     * @throws org.palimpsest.datasets.InvalidInputException if the method cannot be planned on the stream
     */
    Trial run(Wanted wanted) {
        return make(wanted, false);
    }

    /** Makes a run that is interrupted in each of its tasks, once it is learned and before that is recorded. */
    Trial interrupted(Wanted wanted) {
        return make(wanted, true);
    }

    private Trial make(Wanted wanted, boolean interrupted) {
        Path own = folder.path().resolve("run" + next++);
        Path results = own.resolve("results");
        Plan plan = plan(wanted, own);
        RunStore store = RunStore.at(results, tables);
        Watch watch = new Watch(interrupted);
        Optional<RunInfo> info = Optional.empty();
        while (info.isEmpty()) {
            info = attempt(plan, store, watch);
        }
        return trial(results, info.get(), watch.arrays);
    }

    private Plan plan(Wanted wanted, Path own) {
        Toy toy = wanted.toy();
        ToyImages.write(own.resolve("pictures"), toy.train(), toy.poison());
        try {
            Path benchmark = Files.writeString(own.resolve(toy.id() + ".yaml"), toy.benchmark());
            Files.writeString(own.resolve(toy.id() + "-stream.yaml"), toy.stream(own.resolve("pictures").toString()));
            List<String> all = Stream.concat(settings.stream(), wanted.settings().stream()).toList();
            return planner.plan(new Request(benchmark.toString(), List.of(wanted.method()), Optional.of(wanted.seed() + ","), all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came of the run; empty if it was interrupted. */
    private Optional<RunInfo> attempt(Plan plan, RunStore store, Watch watch) {
        try {
            return Optional.of(new SuiteRunner(courses, store, device, EVERY_TASK, watch, false).run(plan, bad -> {
                throw bad;
            }).get(0));
        } catch (Interruption e) {
            return Optional.empty();
        }
    }

    private static Trial trial(Path results, RunInfo info, int arrays) {
        Path run = results.resolve("runs").resolve(info.id().relativePath());
        Map<String, List<String>> content = new TreeMap<>();
        SortedMap<Integer, String> states = new TreeMap<>();
        try (Stream<Path> files = Files.list(run)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".csv")) {
                    content.put(name.substring(0, name.length() - ".csv".length()), Files.readAllLines(file, StandardCharsets.UTF_8));
                } else if (name.matches("checkpoint-\\d+\\.bin")) {
                    states.put(Integer.parseInt(name.replaceAll("\\D", "")), DigestUtils.sha256Hex(Files.readAllBytes(file)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Trial(info, content, states, arrays);
    }

    @Override
    public void close() {
        folder.close();
    }

    /** Ends a process, as far as the engine can tell. */
    private static final class Interruption extends RecordException {
        private static final long serialVersionUID = 1;

        Interruption() {
            super(Path.of("run.json"), "interrupted by the conformance kit");
        }
    }

    /** Counts arrays, and interrupts each task the first time that it is learned. */
    private static final class Watch implements RunListener {
        private final boolean interrupting;
        private int interrupted;
        private NDManager manager;
        private int arrays;

        Watch(boolean interrupting) {
            this.interrupting = interrupting;
        }

        @Override
        public void opened(PlannedRun run, NDManager own) {
            manager = own;
        }

        @Override
        public void taskDone(PlannedRun run, int task, double trainSeconds) {
            arrays = LiveArrays.of(manager);
            if (interrupting && interrupted <= task) {
                interrupted = task + 1;
                throw new Interruption();
            }
        }
    }
}
