package org.palimpsest.harness.engine;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.palimpsest.harness.FolderTest;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.FakeStudent.Trouble;
import org.palimpsest.results.record.PluginInfo;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStore;

/** Runs of a student without a network, and what became of them. */
abstract class EngineTest extends FolderTest {
    protected final List<String> events = new ArrayList<>();

    protected RunStore store() {
        return RunStore.at(folder().resolve("results"));
    }

    protected RunStore anotherStore() {
        return RunStore.at(folder().resolve("others"));
    }

    protected RunInfo run(RunStore store, PlannedRun run, Trouble trouble) {
        return run(store, run, trouble, Duration.ZERO, () -> 0);
    }

    protected RunInfo run(RunStore store, PlannedRun run, Trouble trouble, Duration commitEvery, LongSupplier nanos) {
        return run(store, run, trouble, commitEvery, nanos, FakeStudent.UPDATES);
    }

    protected RunInfo inParts(RunStore store, Trouble trouble) {
        return run(store, FakeStudent.run(1), trouble, Duration.ZERO, () -> 0, 2);
    }

    protected RunInfo run(RunStore store, PlannedRun run, Trouble trouble, Duration commitEvery, LongSupplier nanos, int partUpdates) {
        Wishes wishes = new Wishes(commitEvery, Duration.ZERO, Optional.empty(), Keep.NONE);
        return run(store, run, FakeStudent.course(events, trouble, partUpdates), wishes, nanos);
    }

    protected RunInfo run(RunStore store, Trouble trouble, Duration commitEvery, Keep keep) {
        Wishes wishes = new Wishes(commitEvery, Duration.ZERO, Optional.empty(), keep);
        return run(store, FakeStudent.run(1), FakeStudent.course(events, trouble, FakeStudent.UPDATES), wishes, () -> 0);
    }

    /** Lessons of five updates that can be committed after every second. */
    protected RunInfo inOneGo(RunStore store, Trouble trouble, Duration commitEvery, Duration checkpointEvery) {
        long[] ticks = {0};
        Wishes wishes = new Wishes(commitEvery, checkpointEvery, Optional.empty(), Keep.NONE);
        return run(store, FakeStudent.run(1), FakeStudent.course(events, trouble, 2, true), wishes, () -> ticks[0] += 1000);
    }

    protected RunInfo run(RunStore store, PlannedRun run, Course course, Wishes wishes, LongSupplier nanos) {
        events.clear();
        RunListener listener = new RunListener() {
            @Override
            public void started(PlannedRun begun, long updates, long done) {
                events.add("started " + done + " of " + updates);
            }

            @Override
            public void taskDone(PlannedRun of, int task, double trainSeconds) {
                events.add("done " + task);
            }

            @Override
            public void ended(PlannedRun of, RunInfo info) {
                events.add("ended " + info.status().id());
            }
        };
        return new RunEngine(run, course, List.of(), wishes, store, FakeStudent.host(events, nanos), listener).run();
    }

    protected RunRecord record(RunStore store) {
        return store.read(FakeStudent.run(1).id());
    }

    /** A clock by which a commit takes long and a task nothing. */
    protected LongSupplier slowCommits() {
        return () -> 1000L * events.stream().filter("save"::equals).count();
    }

    protected List<String> tables(String results) throws IOException {
        Path folder = folder().resolve(results).resolve("runs").resolve(FakeStudent.run(1).id().relativePath());
        return List.of(Files.readString(folder.resolve("accuracy.csv")), Files.readString(folder.resolve("probe.csv")));
    }

    protected static PlannedRun withPlugin(String digest) {
        PlannedRun run = FakeStudent.run(1);
        return new PlannedRun(run.id(), run.benchmark(), run.stream(), run.how(), run.seed(), run.protocol(), run.protocolDigest(),
                List.of(new PluginInfo("mine.jar", digest)));
    }

    /** A clock by which every lesson takes a second. */
    protected LongSupplier slowLessons() {
        return () -> 1_000_000_000L * events.stream().filter(event -> event.startsWith("open")).count();
    }

    protected static List<String> tables(Path results) throws IOException {
        try (Stream<Path> files = Files.walk(results)) {
            List<Path> tables = files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
            assertEquals(tables.size(), 2);
            List<String> texts = new ArrayList<>();
            for (Path table : tables) {
                texts.add(Files.readString(table));
            }
            return texts;
        }
    }
}
