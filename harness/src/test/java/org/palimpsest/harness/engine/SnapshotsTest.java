package org.palimpsest.harness.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.FolderTest;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.results.record.Pieces;
import org.testng.annotations.Test;

public class SnapshotsTest extends FolderTest {
    /** Something with a part that changes and one that does not. */
    private static final class Diary implements Stateful {
        private byte[] past = {1, 2, 3};
        private long today = 4;

        @Override
        public void save(State state) {
            state.scope("years").keep("2025", () -> past);
            state.put("today", today);
        }

        @Override
        public void load(State state) {
            past = state.scope("years").kept("2025");
            today = state.longs("today")[0];
        }
    }

    private static void requireSame(Path file, NDManager manager) throws IOException {
        Diary read = new Diary();
        read.past = new byte[0];
        read.today = 0;
        Snapshots.load(read, file, manager);
        assertEquals(read.past, new byte[] {1, 2, 3});
        assertEquals(read.today, 4);
    }

    @Test
    public void whatNeverChangesLiesBesideTheSnapshotOrWithinIt() throws IOException {
        Path file = folder().resolve("snapshot");
        List<String> kept = new ArrayList<>();
        Pieces pieces = (name, bytes) -> {
            kept.add(name);
            try {
                Files.write(Pieces.file(file, name), bytes.get());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        try (NDManager manager = NDManager.newBaseManager()) {
            Snapshots.save(new Diary(), file, pieces, manager);
            assertEquals(kept, List.of("years.2025"));
            long apart = Files.size(file);
            requireSame(file, manager);

            Files.delete(Pieces.file(file, "years.2025"));
            Snapshots.save(new Diary(), file, manager);
            requireSame(file, manager);
            assertFalse(Files.size(file) <= apart, "it holds everything");
        }
    }
}
