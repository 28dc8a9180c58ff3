package org.palimpsest.datasets.fetch;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;

/**
 * The hold of one process on a file or folder in the making: a lock of the operating system, which ends with its
 * process, on a hidden file beside it. That file stays, for if it were deleted two processes could each lock their own.
 */
final class HoldLock implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Path path;
    private final FileChannel channel;

    private HoldLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Waits until nobody else holds the same thing.
     *
     * @param made what is made; its folder exists
     * @param monitor told of a wait
     */
    static HoldLock acquire(Path made, ProgressMonitor monitor, Pause pause) throws InterruptedException {
        Path path = made.resolveSibling("." + made.getFileName() + ".lock");
        try {
            FileChannel channel = FileChannel.open(path, CREATE, WRITE);
            try {
                if (!isHeld(channel)) {
                    try (Meter waiting = monitor.begin("waiting for another process at " + made.getFileName(), -1, "")) {
                        while (!isHeld(channel)) {
                            pause.of(POLL);
                        }
                    }
                }
                return new HoldLock(path, channel);
            } catch (IOException | InterruptedException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw Disk.cannotWrite(path, e);
        }
    }

    private static boolean isHeld(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // another thread of this process has it
            return false;
        }
    }

    /** Lets go. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Disk.cannotWrite(path, e);
        }
    }
}
