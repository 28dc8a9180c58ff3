package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.results.record.Pieces;

/** Files of what a learner goes on from. */
public final class Snapshots {
    private Snapshots() {}

    /** Writes the state of something to one file. */
    public static void save(Stateful from, Path file, NDManager manager) throws IOException {
        save(from, file, null, manager);
    }

    /** Writes the state of something, what never changes apart from the rest. */
    public static void save(Stateful from, Path file, Pieces pieces, NDManager manager) throws IOException {
        try (NDManager scratch = manager.newSubManager(); OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            State state = new State(scratch, pieces == null ? null : new Beside(file, pieces));
            from.save(state);
            state.write(out);
        }
    }

    /** Takes back what was written, in one file or with pieces beside it. */
    public static void load(Stateful into, Path file, NDManager manager) throws IOException {
        try (NDManager scratch = manager.newSubManager(); InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            into.load(State.read(scratch, in, new Beside(file, null)));
        }
    }

    /** Pieces beside a checkpoint: to be written, or read. */
    private record Beside(Path checkpoint, Pieces pieces) implements State.Shelf {
        private static String flat(String name) {
            return name.replace('/', '.');
        }

        @Override
        public void keep(String name, Supplier<byte[]> bytes) {
            pieces.keep(flat(name), bytes);
        }

        @Override
        public byte[] kept(String name) {
            try {
                return Files.readAllBytes(Pieces.file(checkpoint, flat(name)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
