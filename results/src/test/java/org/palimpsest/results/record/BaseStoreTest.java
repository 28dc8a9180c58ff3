package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class BaseStoreTest {
    private static final String DIGEST = "ab".repeat(32);

    private Path results;

    @BeforeMethod
    void makeFolder() {
        results = Folders.fresh();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(results);
    }

    private static BaseInfo info(double seconds) {
        RunInfo run = Examples.info("ncm", 1);
        return new BaseInfo(BaseInfo.FORMAT, DIGEST, Map.of("seed", 1), run.id(), run.environment(), seconds, 0.25, new Cost(10, 100, 7, 14, 0, 0, 0),
                List.of(Examples.probe(1, 1, 1, 4), Examples.probe(1, 2, 1, 5)),
                List.of(new TrainingRow(1, 10, new TrainingRow.Part(100, 70, 0.9), new TrainingRow.Part(10, 8, 0.5))), "");
    }

    private static CheckpointWriter state(String text) {
        return (file, pieces) -> Files.writeString(file, text);
    }

    @Test
    public void whatIsSavedIsFound() throws IOException {
        BaseStore store = RunStore.at(results).bases();
        assertEquals(store.find(DIGEST), Optional.empty());
        store.save(info(2), state("weights"));
        BaseInfo found = store.find(DIGEST).orElseThrow();
        assertEquals(found.probe(), info(2).probe());
        assertEquals(found.cost(), info(2).cost());
        assertEquals(found.trainSeconds(), 2.0);
        assertEquals(found.stateSha256().length(), 64);
        assertEquals(Files.readString(store.state(DIGEST)), "weights");
        store.save(info(3), state("other weights"));
        assertEquals(store.find(DIGEST).orElseThrow().trainSeconds(), 3.0);
        assertEquals(Files.readString(store.state(DIGEST)), "other weights");
    }

    @Test
    public void aRunSaysWhetherItTrainedItself() {
        BaseInfo info = info(2);
        assertEquals(info.use(info.trainedBy()), new BaseUse(DIGEST, false, info.trainedBy().relativePath().toString(), "c0".repeat(20)));
        assertTrue(info.use(Examples.info("slda", 1).id()).shared());
    }

    @DataProvider
    Object[][] halves() {
        return new Object[][] {{false}, {true}};
    }

    /** Killed at any moment, there is the old one, none or the new one, and never a part. */
    @Test(dataProvider = "halves")
    public void killedAnywhereItIsWholeOrAbsent(boolean half) throws IOException {
        int kills = 0;
        for (int operations = 0; killed(operations, half); operations++) {
            kills++;
            Optional<BaseInfo> found = RunStore.at(results).bases().find(DIGEST);
            if (found.isPresent()) {
                String text = Files.readString(RunStore.at(results).bases().state(DIGEST));
                assertEquals(text, found.get().trainSeconds() == 2 ? "old" : "new");
            }
            Folders.delete(results);
        }
        assertTrue(kills > 8, kills + " operations");
    }

    private boolean killed(int operations, boolean half) {
        BaseStore store = new BaseStore(results, new MortalDisk(operations, half));
        try {
            store.save(info(2), state("old"));
            store.save(info(3), state("new"));
            return false;
        } catch (MortalDisk.Killed e) {
            return true;
        }
    }

    @Test
    public void damageIsNamed() throws IOException {
        BaseStore store = RunStore.at(results).bases();
        store.save(info(2), state("weights"));
        Files.writeString(store.state(DIGEST), "weighty");
        assertTrue(expectThrows(RecordException.class, () -> store.find(DIGEST)).getMessage().contains("state.npz: is damaged: expected SHA-256"));
        Files.delete(store.state(DIGEST));
        assertTrue(expectThrows(RecordException.class, () -> store.find(DIGEST)).getMessage().contains("found no file"));
        Path json = store.state(DIGEST).resolveSibling("base.json");
        Files.writeString(json, "{");
        assertTrue(expectThrows(RecordException.class, () -> store.find(DIGEST)).getMessage().startsWith(json + ": is damaged"));
    }
}
