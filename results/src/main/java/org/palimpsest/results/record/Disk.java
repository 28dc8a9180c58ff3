package org.palimpsest.results.record;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The few file operations a record is made of, each durable when it returns. They are one class so that a test can stop
 * the world between any two of them.
 */
public class Disk {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

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

    /** Makes {@code content} what follows the first {@code offset} bytes; whatever followed before is dropped. */
    void append(Path file, long offset, byte[] content) {
        attempt(file, "write", () -> put(file, offset, content, WRITE));
    }

    /** Lets a caller write a whole file, then brings it to disk. */
    void write(Path file, CheckpointWriter writer) {
        attempt(file, "write", () -> {
            writer.write(file);
            if (Files.exists(file)) {
                try (FileChannel channel = FileChannel.open(file, WRITE)) {
                    channel.force(true);
                }
            }
        });
    }

    /** Cuts a file to a length in bytes. */
    void truncate(Path file, long length) {
        append(file, length, new byte[0]);
    }

    /** Gives a file its final name in the same folder, replacing what has that name, all or nothing. */
    void rename(Path from, Path to) {
        attempt(to, "write", () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
        syncFolder(to.toAbsolutePath().getParent());
    }

    /** Deletes a file or an empty folder, if it is there. */
    void delete(Path file) {
        attempt(file, "delete", () -> Files.deleteIfExists(file));
    }

    /** Writes a whole file so that readers see the old content or the new one, never a part. */
    public final void replace(Path file, byte[] content) {
        Path temporary = file.resolveSibling(file.getFileName() + RunFolder.TEMPORARY);
        write(temporary, content);
        rename(temporary, file);
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
            channel.force(true);
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
}
