package org.palimpsest.results.record;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The few file operations a record is made of. What is written is sure to outlive the machine after {@link #sync}. They are one class so
 * that a test can stop the world between any two of them.
 */
public class Disk {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Creates a folder and those above it. */
    public void createFolder(Path folder) {
        Path parent = folder.toAbsolutePath().getParent();
        if (Files.isDirectory(folder)) {
            return;
        }
        if (parent != null) {
            createFolder(parent);
        }
        attempt(folder, "create the folder", () -> Files.createDirectories(folder));
        syncFolder(parent);
    }

    /** Writes a whole file. */
    void write(Path file, byte[] content) {
        attempt(file, "write", () -> put(file, 0, content, CREATE, TRUNCATE_EXISTING, WRITE));
    }

    /** Writes a whole file as another one is. */
    void copy(Path from, Path to) {
        attempt(to, "write", () -> Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING));
    }

    /** Makes {@code content} what follows the first {@code offset} bytes; whatever followed before is dropped. */
    void append(Path file, long offset, byte[] content) {
        attempt(file, "write", () -> put(file, offset, content, WRITE));
    }

    /** Lets a caller write a whole file, and what belongs to it. */
    void write(Path file, CheckpointWriter writer, Pieces pieces) {
        attempt(file, "write", () -> writer.write(file, pieces));
    }

    /** Brings files to disk, several at once, since the disk does so too. */
    void sync(List<Path> files) {
        files.parallelStream().forEach(file -> attempt(file, "bring to disk", () -> {
            try (FileChannel channel = FileChannel.open(file, WRITE)) {
                channel.force(true);
            }
        }));
    }

    /** Cuts a file to a length in bytes. */
    void truncate(Path file, long length) {
        append(file, length, new byte[0]);
    }

    /** Gives a file its final name in the same folder, replacing what has that name, all or nothing. */
    void rename(Path from, Path to) {
        requireRegular(to);
        attempt(to, "write", () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
        syncFolder(to.toAbsolutePath().getParent());
    }

    /** Deletes a file or an empty folder, if it is there. */
    void delete(Path file) {
        attempt(file, "delete", () -> Files.deleteIfExists(file));
    }

    /**
     * Writes a whole file so that readers see the old content or the new one, never a part. A symbolic link stays, and what it points to
     * is written.
     *
     * @throws RecordException if something stands there that is no regular file: it would be lost
     */
    public final void replace(Path file, byte[] content) {
        replace(file, content, List.of());
    }

    /** Replaces a file once some others, which it speaks of, are on disk. */
    final void replace(Path file, byte[] content, List<Path> others) {
        replace(file, temporary -> write(temporary, content), others);
    }

    private void replace(Path file, Consumer<Path> write, List<Path> others) {
        requireRegular(file);
        Path target = target(file);
        Path temporary = target.resolveSibling(target.getFileName() + "." + Long.toHexString(RANDOM.nextLong()) + RunFolder.TEMPORARY);
        try {
            write.accept(temporary);
            sync(Stream.concat(others.stream(), Stream.of(temporary)).toList());
            rename(temporary, target);
        } catch (RuntimeException e) {
            delete(temporary);
            throw e;
        }
    }

    /**
     * Writes what a user asked for into the place that the user named: as {@link #replace} does it, but a device, pipe or socket is given the
     * bytes.
     */
    public final void deliver(Path file, byte[] content) {
        deliver(file, out -> out.write(content));
    }

    /** The same for what is too large to be held. */
    public final void deliver(Path file, Content content) {
        if (isRegular(file) || Files.isDirectory(file)) {
            replace(file, temporary -> pour(temporary, content, CREATE, WRITE), List.of());
        } else {
            pour(file, content, WRITE);
        }
    }

    private static void pour(Path file, Content content, OpenOption... options) {
        attempt(file, "write", () -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, options))) {
                content.writeTo(out);
            }
        });
    }

    /**
     * Requires that a file of this name would stand in the place of a file, or of nothing.
     *
     * @throws RecordException if a folder, a device, a pipe or a socket stands there
     */
    public static void requireRegular(Path file) {
        if (!isRegular(file)) {
            throw new RecordException(file, Files.isDirectory(file) ? "a folder stands in its place" : "what stands in its place is no regular file");
        }
    }

    private static boolean isRegular(Path file) {
        return Files.isRegularFile(file) || !Files.exists(file);
    }

    /** The file at the end of all symbolic links, of which the last may lead to what is not there yet. */
    private static Path target(Path file) {
        Path target = file;
        try {
            for (int links = 0; Files.isSymbolicLink(target); links++) {
                if (links == MOST_LINKS) {
                    throw new RecordException(file, "is a symbolic link that leads to itself");
                }
                target = target.resolveSibling(Files.readSymbolicLink(target));
            }
        } catch (IOException e) {
            throw RecordException.io(file, "write", e);
        }
        return target;
    }

    private void syncFolder(Path folder) {
        if (WINDOWS) {
            return; // a folder cannot be opened there, and a rename is durable without
        }
        attempt(folder, "bring to disk", () -> {
            try (FileChannel channel = FileChannel.open(folder, READ)) {
                channel.force(true);
            }
        });
    }

    private static void put(Path file, long offset, byte[] content, OpenOption... options) throws IOException {
        try (FileChannel channel = FileChannel.open(file, options)) {
            channel.truncate(offset);
            ByteBuffer rest = ByteBuffer.wrap(content);
            for (long position = offset; rest.hasRemaining(); ) {
                position += channel.write(rest, position);
            }
        }
    }

    private static void attempt(Path file, String doing, Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw RecordException.io(file, doing, e);
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    /** Bytes that are made while they are written. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of them. */
        void writeTo(OutputStream out) throws IOException;
    }
}
