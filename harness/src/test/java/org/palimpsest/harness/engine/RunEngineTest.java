package org.palimpsest.harness.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

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
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.FakeStudent.Killed;
import org.palimpsest.harness.engine.FakeStudent.Trouble;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.StopPoint;
import org.testng.annotations.Test;

/** What the engine does with a student, in which order, and what it records; without a network. */
public class RunEngineTest extends FolderTest {
    private final List<String> events = new ArrayList<>();

    private RunStore store() {
        return RunStore.at(folder().resolve("results"));
    }

    private RunStore anotherStore() {
        return RunStore.at(folder().resolve("others"));
    }

    private RunInfo run(RunStore store, PlannedRun run, Trouble trouble) {
        return run(store, run, trouble, Duration.ZERO, () -> 0);
    }

    private RunInfo run(RunStore store, PlannedRun run, Trouble trouble, Duration commitEvery, LongSupplier nanos) {
        return run(store, run, trouble, commitEvery, nanos, FakeStudent.UPDATES);
    }

    private RunInfo inParts(RunStore store, Trouble trouble) {
        return run(store, FakeStudent.run(1), trouble, Duration.ZERO, () -> 0, 2);
    }

    private RunInfo run(RunStore store, PlannedRun run, Trouble trouble, Duration commitEvery, LongSupplier nanos, int partUpdates) {
        Wishes wishes = new Wishes(commitEvery, Duration.ZERO, Optional.empty());
        return run(store, run, FakeStudent.course(events, trouble, partUpdates), wishes, nanos);
    }

    /** Lessons of five updates that can be committed after every second. */
    private RunInfo inOneGo(RunStore store, Trouble trouble, Duration commitEvery, Duration checkpointEvery) {
        long[] ticks = {0};
        Wishes wishes = new Wishes(commitEvery, checkpointEvery, Optional.empty());
        return run(store, FakeStudent.run(1), FakeStudent.course(events, trouble, 2, true), wishes, () -> ticks[0] += 1000);
    }

    private RunInfo run(RunStore store, PlannedRun run, Course course, Wishes wishes, LongSupplier nanos) {
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

    private RunRecord record(RunStore store) {
        return store.read(FakeStudent.run(1).id());
    }

    @Test
    public void everyLessonIsTaughtThenExaminedThenCommitted() {
        RunInfo info = run(store(), FakeStudent.run(1), Trouble.NONE);
        assertEquals(events, List.of("enrol", "started 0 of 15", "examine 0", "save",
                "seed", "open 0", "probe 1 at 1", "probe 1 at 3", "probe 1 at 5", "taught 0", "close 0", "done 0", "examine 1", "save",
                "seed", "open 1", "probe 2 at 1", "probe 2 at 3", "probe 2 at 5", "taught 1", "close 1", "done 1", "examine 2", "save",
                "seed", "open 2", "probe 3 at 1", "probe 3 at 3", "probe 3 at 5", "taught 2", "close 2", "done 2", "examine 3",
                "ended finished", "close"), "nothing goes on from the last task");
        assertEquals(info.status(), RunStatus.FINISHED);
        assertEquals(info.tasksDone(), FakeStudent.TASKS);
        assertEquals(info.cost().updates(), 15);
        assertEquals(info.cost().examples(), 150);
        assertEquals(info.cost().memoryBytes(), 8 * 15);
        assertEquals(info.cost().peakResidentBytes(), 1000);
        assertEquals(info.stream().scenario(), "counted");
    }

    /** A clock by which a commit takes long and a task nothing. */
    private LongSupplier slowCommits() {
        return () -> 1000L * events.stream().filter("save"::equals).count();
    }

    private List<String> tables(String results) throws IOException {
        Path folder = folder().resolve(results).resolve("runs").resolve(FakeStudent.run(1).id().relativePath());
        return List.of(Files.readString(folder.resolve("accuracy.csv")), Files.readString(folder.resolve("probe.csv")));
    }

    @Test
    public void shortTasksAreCommittedTogetherWithTheSameBytes() throws IOException {
        run(anotherStore(), FakeStudent.run(1), Trouble.NONE);
        RunInfo info = run(store(), FakeStudent.run(1), Trouble.NONE, Duration.ZERO, slowCommits());
        assertEquals(events.stream().filter("save"::equals).count(), 1, "of the untrained student alone: " + events);
        assertEquals(info.tasksDone(), FakeStudent.TASKS);
        assertEquals(tables("results"), tables("others"));
    }

    @Test
    public void whatWasNotCommittedYetIsWhenTheRunFails() {
        RunStore store = store();
        RunInfo info = run(store, FakeStudent.run(1), (task, update) -> {
            if (task == 3 && update == 2) {
                throw new IllegalStateException("broken");
            }
        }, Duration.ZERO, slowCommits());
        assertEquals(info.status(), RunStatus.FAILED);
        assertEquals(info.tasksDone(), 2);
        assertEquals(record(store).rows(AccuracyRow.TABLE).size(), 3 * 3);
        assertEquals(record(store).info().tasksDone(), 2);
    }

    /** A clock by which every lesson takes a second. */
    private LongSupplier slowLessons() {
        return () -> 1_000_000_000L * events.stream().filter(event -> event.startsWith("open")).count();
    }

    @Test
    public void workWaitsForItsCommitAsLongAsItMay() throws IOException {
        run(anotherStore(), FakeStudent.run(1), Trouble.NONE);
        RunInfo info = run(store(), FakeStudent.run(1), Trouble.NONE, Duration.ofSeconds(2), slowLessons());
        assertEquals(events.stream().filter(event -> event.equals("save") || event.startsWith("taught")).toList(),
                List.of("taught 0", "taught 1", "save", "taught 2"));
        assertEquals(info.tasksDone(), FakeStudent.TASKS);
        assertEquals(tables("results"), tables("others"));
    }

    @Test
    public void anAttemptThatFailsBeforeItsFirstCommitHasTheRowsOfTheUntrainedStudent() {
        RunStore store = store();
        run(store, FakeStudent.run(1), (task, update) -> {
            if (task == 1 && update == 2) {
                throw new DivergedException("loss is NaN", 2);
            }
        }, Duration.ofSeconds(2), () -> 0);
        assertEquals(record(store).info().status(), RunStatus.DIVERGED);
        assertEquals(record(store).info().tasksDone(), 0);
        assertEquals(record(store).rows(AccuracyRow.TABLE).size(), 3);
    }

    @Test
    public void aRunKilledBeforeItsFirstCommitBeginsAgainWithTheSameBytes() throws IOException {
        run(anotherStore(), FakeStudent.run(1), Trouble.NONE);
        RunStore store = store();
        expectThrows(Killed.class, () -> run(store, FakeStudent.run(1), Trouble.killedAt(2, 2), Duration.ofSeconds(2), () -> 0));
        RunInfo info = run(store, FakeStudent.run(1), Trouble.NONE);
        assertEquals(info.resumed(), 1);
        assertTrue(events.contains("examine 0"), events.toString());
        assertEquals(tables("results"), tables("others"));
    }

    @Test
    public void aRunOfWhichTheProcessHasDiedCommitsWhateverItCan() throws IOException {
        run(anotherStore(), FakeStudent.run(1), Trouble.NONE);
        RunStore store = store();
        for (int done : List.of(0, 2)) {
            expectThrows(Killed.class, () -> run(store, FakeStudent.run(1), Trouble.killedAt(3, 2), Duration.ofSeconds(2), () -> 0));
            assertEquals(store.find(FakeStudent.run(1).id()).orElseThrow().tasksDone(), done);
        }
        run(store, FakeStudent.run(1), Trouble.NONE);
        assertEquals(tables("results"), tables("others"));
    }

    @Test
    public void aRunKilledBetweenCommitsGoesOnAtTheLastOneWithTheSameBytes() throws IOException {
        run(anotherStore(), FakeStudent.run(1), Trouble.NONE);
        RunStore store = store();
        expectThrows(Killed.class, () -> run(store, FakeStudent.run(1), Trouble.killedAt(3, 2), Duration.ZERO, slowCommits()));
        assertEquals(store.find(FakeStudent.run(1).id()).orElseThrow().tasksDone(), 0);
        RunInfo info = run(store, FakeStudent.run(1), Trouble.NONE);
        assertEquals(info.resumed(), 1);
        assertEquals(tables("results"), tables("others"));
    }

    @Test
    public void whatTheStudentSaysIsRecordedAsItSaysIt() {
        RunStore store = store();
        run(store, FakeStudent.run(1), Trouble.NONE);
        List<AccuracyRow> accuracy = record(store).rows(AccuracyRow.TABLE);
        assertEquals(accuracy.size(), 4 * 3);
        assertEquals(accuracy.get(5), new AccuracyRow(1, 3, 100, 5, 5));
        assertEquals(record(store).rows(ProbeRow.TABLE).get(4), new ProbeRow(2, 3, 2, 100, 8, 8));
    }

    @Test
    public void examinationsAreAsRareAsTheBenchmarkSaysButTheLastTaskHasOne() {
        RunStore store = store();
        run(store, FakeStudent.run(2), Trouble.NONE);
        assertEquals(events.stream().filter(e -> e.startsWith("examine")).toList(), List.of("examine 0", "examine 2", "examine 3"));
        assertEquals(events.stream().filter("save"::equals).count(), 3, "a task without an examination is committed all the same");
    }

    @Test
    public void aStudentThatCannotBeMadeIsAFailureAtTheStart() {
        RunInfo info = run(store(), FakeStudent.run(1), (task, update) -> {
            throw new IllegalStateException("no such thing");
        });
        assertEquals(info.status(), RunStatus.FAILED);
        assertEquals(info.stopPoint(), Optional.of(new StopPoint(1, 0)));
        assertTrue(info.message().orElseThrow().contains("no such thing"), info.toString());
        assertEquals(events, List.of("ended failed"));
    }

    @Test
    public void aFailureInALessonLeavesWhatWasCommittedAndClosesEverything() {
        RunStore store = store();
        RunInfo info = run(store, FakeStudent.run(1), (task, update) -> {
            if (task == 2 && update == 4) {
                throw new IllegalStateException("broken");
            }
        });
        assertEquals(info.status(), RunStatus.FAILED);
        assertEquals(info.stopPoint(), Optional.of(new StopPoint(2, 3)));
        assertEquals(info.tasksDone(), 1);
        assertEquals(events.subList(events.size() - 3, events.size()), List.of("close 1", "close", "ended failed"));
        assertEquals(record(store).rows(AccuracyRow.TABLE).size(), 2 * 3);
        assertEquals(record(store).rows(ProbeRow.TABLE).size(), 3, "what was probed in the broken lesson is not");
    }

    /** What a plug-in with a class missing throws is the failure of its run, not the end of the suite. */
    @Test
    public void aMissingClassIsAFailureOfThatRun() {
        RunInfo info = run(store(), FakeStudent.run(1), (task, update) -> {
            if (task == 1 && update == 2) {
                throw new NoClassDefFoundError("org/example/Missing");
            }
        });
        assertEquals(info.status(), RunStatus.FAILED);
        assertTrue(info.message().orElseThrow().contains("org/example/Missing"), info.toString());
    }

    @Test
    public void aDivergedRunSaysWhere() {
        RunInfo info = run(store(), FakeStudent.run(1), (task, update) -> {
            if (task == 3 && update == 2) {
                throw new DivergedException("loss is NaN", 2);
            }
        });
        assertEquals(info.status(), RunStatus.DIVERGED);
        assertEquals(info.stopPoint(), Optional.of(new StopPoint(3, 2)));
        assertEquals(info.message(), Optional.of("loss is NaN"));
    }

    /** Killed anywhere, begun again: the same bytes as if nothing had happened. */
    @Test
    public void aKilledRunGoesOnAtTheLastCommittedTaskAndEndsWithTheSameBytes() throws IOException {
        RunStore undisturbed = RunStore.at(folder().resolve("undisturbed"));
        run(undisturbed, FakeStudent.run(1), Trouble.NONE);
        for (int task = 1; task <= FakeStudent.TASKS; task++) {
            int last = task;
            RunStore store = RunStore.at(folder().resolve("killed-" + task));
            expectThrows(Killed.class, () -> run(store, FakeStudent.run(1), Trouble.killedAt(last, 4)));
            assertEquals(store.find(FakeStudent.run(1).id()).orElseThrow().status(), RunStatus.RUNNING);

            RunInfo info = run(store, FakeStudent.run(1), Trouble.NONE);
            int done = FakeStudent.UPDATES * (task - 1);
            assertEquals(events.subList(0, 5), List.of("enrol", "started " + done + " of 15", "load " + done, "seed", "open " + (task - 1)));
            assertEquals(info.status(), RunStatus.FINISHED);
            assertEquals(info.resumed(), 1);
            assertEquals(info.cost().updates(), 15, "updates that were lost are not counted twice");
            assertEquals(tables(folder().resolve("killed-" + task)), tables(folder().resolve("undisturbed")));
        }
    }

    @Test
    public void aLongLessonIsCommittedPartByPart() throws IOException {
        run(anotherStore(), FakeStudent.run(1), Trouble.NONE);
        RunInfo info = inParts(store(), Trouble.NONE);
        assertEquals(events.subList(4, 20), List.of("seed", "open 0", "probe 1 at 1", "taught 0 part 0", "save", "seed", "probe 1 at 3", "taught 0 part 1",
                "save", "seed", "probe 1 at 5", "taught 0 part 2", "close 0", "done 0", "examine 1", "save"));
        assertEquals(info.partsDone(), 0, "a run that has ended is in no lesson");
        assertEquals(tables("results"), tables("others"));
    }

    /** Lessons of five updates in parts of two: killed at any update, begun again, the same bytes and costs. */
    @Test
    public void aRunKilledInsideALessonGoesOnAtItsLastPartWithTheSameBytes() throws IOException {
        run(anotherStore(), FakeStudent.run(1), Trouble.NONE);
        for (int task = 1; task <= FakeStudent.TASKS; task++) {
            for (int update = 1; update <= FakeStudent.UPDATES; update++) {
                Trouble trouble = Trouble.killedAt(task, update);
                RunStore store = RunStore.at(folder().resolve("killed-" + task + "-" + update));
                expectThrows(Killed.class, () -> inParts(store, trouble));
                int kept = (update - 1) / 2 * 2;
                RunInfo begun = store.find(FakeStudent.run(1).id()).orElseThrow();
                assertEquals(List.of(begun.tasksDone(), begun.partsDone()), List.of(task - 1, kept / 2));
                assertEquals(begun.cost().updates(), (task - 1) * FakeStudent.UPDATES + kept);

                RunInfo info = inParts(store, Trouble.NONE);
                int done = (task - 1) * FakeStudent.UPDATES + kept;
                assertEquals(events.subList(0, 4), List.of("enrol", "started " + done + " of 15", "load " + done, "seed"));
                assertEquals(List.of(info.status(), info.cost().updates(), info.cost().examples()), List.of(RunStatus.FINISHED, 15L, 150L));
                assertEquals(tables(folder().resolve("killed-" + task + "-" + update)), tables("others"));
            }
        }
    }

    /** The state at the start of a lesson is taken up first, what has changed since when the lesson is under way. */
    @Test
    public void aRunKilledInsideALessonInOneGoGoesOnAtItsLastCommitWithTheSameBytes() throws IOException {
        run(anotherStore(), FakeStudent.run(1), Trouble.NONE);
        Duration often = Duration.ofNanos(100);
        for (int task = 1; task <= FakeStudent.TASKS; task++) {
            for (int update = 1; update <= FakeStudent.UPDATES; update++) {
                Trouble trouble = Trouble.killedAt(task, update);
                RunStore store = RunStore.at(folder().resolve("killed-" + task + "-" + update));
                expectThrows(Killed.class, () -> inOneGo(store, trouble, Duration.ZERO, often));
                int start = (task - 1) * FakeStudent.UPDATES;
                int kept = (update - 1) / 2 * 2;
                RunInfo begun = store.find(FakeStudent.run(1).id()).orElseThrow();
                assertEquals(List.of(begun.tasksDone(), begun.partsDone()), List.of(task - 1, kept / 2));
                assertEquals(begun.cost().updates(), start, "the cost is that of the start, as are the rows");

                RunInfo info = inOneGo(store, Trouble.NONE, Duration.ZERO, often);
                List<String> first = List.of("enrol", "started " + (start + kept) + " of 15", "load " + start, "seed", "open " + (task - 1));
                assertEquals(events.subList(0, 5), first);
                assertEquals(events.contains("go on " + (start + kept)), kept > 0, events.toString());
                assertEquals(List.of(info.status(), info.cost().updates(), info.cost().examples()), List.of(RunStatus.FINISHED, 15L, 150L));
                assertEquals(tables(folder().resolve("killed-" + task + "-" + update)), tables("others"));
            }
        }
    }

    /** The first begins with a student as it is made; the second is long, to go by the first, so that its start is committed after all. */
    @Test
    public void theStartOfALongLessonIsCommittedBeforeItCanBeInside() throws IOException {
        run(anotherStore(), FakeStudent.run(1), Trouble.NONE);
        Duration never = Duration.ofDays(1);
        inOneGo(store(), Trouble.NONE, never, Duration.ofNanos(100));
        List<String> saved = List.of("taught 0", "taught 1", "taught 2", "save", "save inside");
        assertEquals(events.stream().filter(saved::contains).toList(), List.of("save inside", "save inside", "taught 0", "save", "save inside",
                "save inside", "taught 1", "save", "save inside", "save inside", "taught 2"));
        assertEquals(tables("results"), tables("others"));

        RunStore store = RunStore.at(folder().resolve("fresh"));
        expectThrows(Killed.class, () -> inOneGo(store, Trouble.killedAt(1, 4), never, Duration.ofNanos(100)));
        inOneGo(store, Trouble.NONE, never, Duration.ofNanos(100));
        assertEquals(events.subList(0, 5), List.of("enrol", "started 2 of 15", "seed", "open 0", "go on 2"));
        assertEquals(tables(folder().resolve("fresh")), tables("others"));
    }

    @Test
    public void nothingIsCommittedInsideALessonIfNobodyWantsIt() {
        inOneGo(store(), Trouble.NONE, Duration.ZERO, Duration.ZERO);
        assertTrue(events.stream().noneMatch("save inside"::equals), events.toString());
    }

    @Test
    public void aRunThatGetsFurtherEachTimeMayDieAsOftenAsItHasParts() {
        RunStore store = store();
        for (int update = 1; update <= FakeStudent.UPDATES; update += 2) {
            Trouble trouble = Trouble.killedAt(1, update);
            for (int i = 1; i < RunEngine.MOST_ATTEMPTS; i++) {
                expectThrows(Killed.class, () -> inParts(store, trouble));
            }
        }
        assertEquals(inParts(store, Trouble.NONE).status(), RunStatus.FINISHED);
    }

    /** Whether it was committed part by part or not at all. */
    @Test
    public void aFailureInsideALessonLeavesTheRowsOfThePartsBeforeIt() {
        Trouble trouble = (task, update) -> {
            if (task == 2 && update == 4) {
                throw new IllegalStateException("broken");
            }
        };
        for (LongSupplier clock : List.<LongSupplier>of(() -> 0, slowCommits())) {
            RunStore store = RunStore.at(folder().resolve("failed-" + clock.hashCode()));
            RunInfo info = run(store, FakeStudent.run(1), trouble, Duration.ZERO, clock, 2);
            assertEquals(info.stopPoint(), Optional.of(new StopPoint(2, 3)));
            assertEquals(List.of(info.tasksDone(), info.partsDone()), List.of(1, 0));
            assertEquals(record(store).rows(ProbeRow.TABLE).stream().map(ProbeRow::step).toList(), List.of(1L, 3L, 5L, 1L));
        }
    }

    /** A run that takes the process with it each time must not keep its suite from ending, however often it is begun again. */
    @Test
    public void aRunOfWhichTheProcessDiesAgainAndAgainFailsInTheEnd() throws IOException {
        RunStore store = store();
        Trouble deadly = Trouble.killedAt(2, 4);
        for (int i = 0; i <= RunEngine.MOST_ATTEMPTS; i++) {
            expectThrows(Killed.class, () -> run(store, FakeStudent.run(1), deadly));
            assertEquals(store.find(FakeStudent.run(1).id()).orElseThrow().status(), RunStatus.RUNNING);
        }
        RunInfo info = run(store, FakeStudent.run(1), deadly);
        assertEquals(info.status(), RunStatus.FAILED);
        assertEquals(info.stopPoint(), Optional.of(new StopPoint(2, 0)));
        assertTrue(info.message().orElseThrow().contains("begun 5 times at this place"), info.toString());
        assertEquals(events, List.of("ended failed"));
        expectThrows(Killed.class, () -> run(store, FakeStudent.run(1), deadly));
        assertEquals(run(store, FakeStudent.run(1), Trouble.NONE).status(), RunStatus.FINISHED, "it can be tried again");
    }

    /** Who stops a run says so, and an engine that cannot go on ends the run with its own words: neither counts. */
    @Test
    public void aStopIsNoDeathAndWantOfMemoryIsAFailureOfTheRun() throws IOException {
        RunStore store = store();
        for (int i = 0; i <= RunEngine.MOST_ATTEMPTS; i++) {
            expectThrows(Killed.class, () -> run(store, FakeStudent.run(1), (task, update) -> {
                Stopping.now();
                throw new Killed();
            }));
        }
        RunInfo info = run(store, FakeStudent.run(1), (task, update) -> {
            if (task == 1 && update == 2) {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        assertEquals(info.status(), RunStatus.FAILED);
        assertTrue(info.message().orElseThrow().contains("OutOfMemoryError: Java heap space"), info.toString());
        try (Stream<Path> files = Files.walk(folder())) {
            assertTrue(files.noneMatch(file -> file.endsWith("attempts")), "nothing is left of the count");
        }
    }

    private static List<String> tables(Path results) throws IOException {
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
