package org.palimpsest.harness.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.palimpsest.harness.engine.FakeStudent.Killed;
import org.palimpsest.harness.engine.FakeStudent.Trouble;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.StopPoint;
import org.testng.annotations.Test;

/** Commits inside lessons: part by part, or between passes. */
public class RunEngineInsideTest extends EngineTest {
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
}
