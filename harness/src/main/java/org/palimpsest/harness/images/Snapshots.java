package org.palimpsest.harness.images;

import ai.djl.ndarray.NDManager;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/** Files of what a learner goes on from. */
final class Snapshots {
    private Snapshots() {}

    /** Writes the state of something. */
    static void save(Stateful from, Path file, NDManager manager) throws IOException {
        try (NDManager scratch = manager.newSubManager(); OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            State state = new State(scratch);
            from.save(state);
            state.write(out);
        }
    }

    /** Takes back what {@link #save} wrote. */
    static void load(Stateful into, Path file, NDManager manager) throws IOException {
        try (NDManager scratch = manager.newSubManager(); InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            into.load(State.read(scratch, in));
        }
    }
}
