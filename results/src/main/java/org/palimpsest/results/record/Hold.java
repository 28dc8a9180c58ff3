package org.palimpsest.results.record;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Optional;

/** A file that this process has locked; the lock falls with the process, however it ends. */
public final class Hold implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private Hold(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes a file, which need not be there, or nothing if another process has it. */
    static Optional<Hold> attempt(Path file) {
        return take(file, channel -> channel.tryLock());
    }

    /** Takes a place in a file together with others that share it, waiting for whoever has it alone. */
    static Hold share(Path file, long place) {
        return take(file, channel -> channel.lock(place, 1, true)).orElseThrow();
    }

    private static Optional<Hold> take(Path file, Locking locking) {
        try {
            FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE, NOFOLLOW_LINKS);
            try {
                if (locking.lock(channel) != null) {
                    return Optional.of(new Hold(file, channel));
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw RecordException.io(file, "lock", e);
        }
    }

    /** Lets go of it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw RecordException.io(file, "unlock", e);
        }
    }

    /** A way to lock a file that is open; gives null if another process has it. */
    private interface Locking {
        FileLock lock(FileChannel channel) throws IOException;
    }
}
