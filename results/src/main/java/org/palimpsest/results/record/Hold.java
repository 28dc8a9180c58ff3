package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file that this process has locked; the lock falls with the process, however it ends. */
public final class Hold implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    Hold(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
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
}
