package org.palimpsest.results.record;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * The hold of one process on a results folder: a lock of the operating system on a file that names the holder. Processes that write on its behalf share
 * another lock beside it, which whoever comes next waits for.
 */
public final class ResultsLock implements AutoCloseable {
    // far beyond the text, so that others can read it where locks are mandatory
    private static final long POSITION = Long.MAX_VALUE - 1;
    private static final long HELPERS = POSITION - 1;
    private static final long POLL_MILLIS = 100;
    private static final String IN_USE = "the results folder is in use by ";

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private ResultsLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    static ResultsLock acquire(Path file, Consumer<String> waiting, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        String told = "";
        try {
            requireOwn(file);
            FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE, NOFOLLOW_LINKS);
            try {
                for (FileLock lock = attempt(channel); ; lock = attempt(channel)) {
                    if (lock != null && helped(channel)) {
                        lock.release(); // helpers of a process that has ended are still at work
                        lock = null;
                    }
                    if (lock != null) {
                        sign(channel, owner());
                        return new ResultsLock(file, channel, lock);
                    }
                    String holder = holder(channel);
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        String owner = holder.isEmpty() ? "another process" : holder;
                        throw new LockedException(file, IN_USE + owner + "; waited " + patience.toSeconds() + " s");
                    }
                    if (!holder.isEmpty() && !holder.equals(told)) {
                        long seconds = Math.max(1, Duration.ofNanos(left).toSeconds());
                        waiting.accept(IN_USE + holder + "; waiting up to " + seconds + " s");
                        told = holder;
                    }
                    Thread.sleep(Math.min(POLL_MILLIS, Math.max(1, left / 1_000_000)));
                }
            } catch (IOException | RuntimeException | InterruptedException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw RecordException.io(file, "lock the results folder", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockedException(file, "interrupted while waiting for another process");
        }
    }

    /** Joins in the hold of the process that this one works for. */
    static Hold join(Path file) {
        requireOwn(file);
        return Hold.share(file, HELPERS);
    }

    private static boolean helped(FileChannel channel) throws IOException {
        try (FileLock all = channel.tryLock(HELPERS, 1, false)) {
            return all == null;
        }
    }

    /** The lock's text must not end up in a file that a link leads to. */
    private static void requireOwn(Path file) {
        if (Files.isSymbolicLink(file)) {
            throw new RecordException(file, "is a symbolic link, which cannot be the lock of a results folder; delete it");
        }
        Disk.requireRegular(file);
    }

    /** Lets go of the folder. */
    @Override
    public void close() {
        try (channel) {
            if (lock.isValid()) {
                sign(channel, ""); // nobody is told of a holder that has gone
                lock.release();
            }
        } catch (IOException e) {
            throw RecordException.io(file, "release the results folder", e);
        }
    }

    /** The lock, or null while another process, or another part of this one, has it. */
    private static FileLock attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(POSITION, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String owner() {
        ProcessHandle process = ProcessHandle.current();
        Instant start = process.info().startInstant().orElseGet(Instant::now).truncatedTo(ChronoUnit.SECONDS);
        return "process " + process.pid() + ", started " + start;
    }

    private static void sign(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Who holds the lock; empty for the moment in which it is taken or let go. */
    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(200);
        int bytes = channel.read(text, 0);
        return bytes <= 0 ? "" : new String(text.array(), 0, bytes, StandardCharsets.UTF_8);
    }
}
