package org.palimpsest.harness.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.palimpsest.harness.engine.FakeStudent.Killed;
import org.palimpsest.harness.engine.FakeStudent.Trouble;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.PluginInfo;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import org.testng.annotations.Test;

/** Which states stay, and whether a run may go on with the code that there is. */
public class RunEngineKeepTest extends EngineTest {
    @Test
    public void theStateAtTheEndStaysIfItIsWanted() throws IOException {
        run(anotherStore(), Trouble.NONE, Duration.ofSeconds(2), Keep.NONE);
        RunInfo info = run(store(), Trouble.NONE, Duration.ofSeconds(2), Keep.LAST);
        assertEquals(events.stream().filter(event -> event.equals("save") || event.startsWith("taught")).toList(),
                List.of("taught 0", "taught 1", "taught 2", "save"));
        assertEquals(info.keptTasks(), List.of(3));
        assertTrue(Keep.LAST.isMet(info, 3) && !Keep.ALL.isMet(info, 3) && Keep.ALL.isMet(info, 1));
        assertEquals(tables("results"), tables("others"));
    }

    @Test
    public void everyTaskHasACommitIfAllStatesAreToStay() throws IOException {
        run(anotherStore(), Trouble.NONE, Duration.ofSeconds(2), Keep.NONE);
        RunInfo info = run(store(), Trouble.NONE, Duration.ofSeconds(2), Keep.ALL);
        assertEquals(events.stream().filter(event -> event.equals("save") || event.startsWith("taught")).toList(),
                List.of("taught 0", "save", "taught 1", "save", "taught 2", "save"));
        assertEquals(info.keptTasks(), List.of(1, 2, 3));
        assertEquals(tables("results"), tables("others"));
        assertEquals(store().verify(FakeStudent.run(1).id()).orElseThrow(), info);
    }

    @Test
    public void aRunThatFailsKeepsTheStatesBeforeAlone() {
        for (Keep keep : List.of(Keep.LAST, Keep.ALL)) {
            RunInfo info = run(store(), (task, update) -> {
                if (task == 2 && update == 3) {
                    throw new IllegalStateException("broken");
                }
            }, Duration.ZERO, keep);
            assertEquals(info.status(), RunStatus.FAILED);
            assertEquals(info.keptTasks(), keep == Keep.ALL ? List.of(1) : List.of());
        }
    }

    @Test
    public void whatIsKeptStaysWhenARunGoesOnWithAnotherWish() throws IOException {
        run(anotherStore(), Trouble.NONE, Duration.ZERO, Keep.NONE);
        RunStore store = store();
        expectThrows(Killed.class, () -> run(store, Trouble.killedAt(2, 2), Duration.ZERO, Keep.ALL));
        expectThrows(Killed.class, () -> run(store, Trouble.killedAt(3, 2), Duration.ZERO, Keep.NONE));
        assertEquals(run(store, Trouble.NONE, Duration.ZERO, Keep.LAST).keptTasks(), List.of(1, 3));
        assertEquals(tables("results"), tables("others"));
    }

    @Test
    public void aRunThatWasBegunWithOtherCodeIsRefusedOnceItHasLearned() throws IOException {
        RunStore store = store();
        expectThrows(Killed.class, () -> run(store, withPlugin("1".repeat(64)), Trouble.killedAt(2, 2)));
        String message = expectThrows(BadRecordException.class, () -> run(store, withPlugin("2".repeat(64)), Trouble.NONE)).getMessage();
        assertTrue(message.contains("mine.jar (SHA-256 recorded 111111111111, here 222222222222)"), message);
        assertEquals(events, List.of(), "nothing is begun");
        assertEquals(store.find(FakeStudent.run(1).id()).orElseThrow().tasksDone(), 1);
        assertEquals(run(store, withPlugin("1".repeat(64)), Trouble.NONE).resumed(), 1, "with its own it goes on");
    }

    @Test
    public void aRunThatHasLearnedNothingBeginsAgainWithOtherCode() {
        RunStore store = store();
        expectThrows(Killed.class, () -> run(store, withPlugin("1".repeat(64)), Trouble.killedAt(1, 2)));
        RunInfo info = run(store, withPlugin("2".repeat(64)), Trouble.NONE);
        assertEquals(info.resumed(), 0);
        assertEquals(info.plugins(), List.of(new PluginInfo("mine.jar", "2".repeat(64))));
        assertEquals(info.environment().code(), CodeDigests.of(FakeStudent.run(1)));
    }
}
