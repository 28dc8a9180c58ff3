package org.palimpsest.datasets.fetch;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Reason;

/**
 * A file that has come in part: {@code NAME.part}, with {@code NAME.part.from} that says where it came from and which
 * version the server called it, so that a later process can go on.
 */
final class PartFile implements AutoCloseable {
    private final Path whole;
    private final Path part;
    private final Path from;
    /** Not a channel: those close when their thread is interrupted. */
    private final RandomAccessFile bytes;
    private long length;

    /** Opens what is there of a file, or nothing yet. */
    PartFile(Path file) {
        try {
            whole = Disk.place(file);
        } catch (IOException e) {
            throw Disk.cannotWrite(file, e);
        }
        part = whole.resolveSibling(whole.getFileName() + ".part");
        from = whole.resolveSibling(whole.getFileName() + ".part.from");
        try {
            bytes = new RandomAccessFile(part.toFile(), "rw");
            length = bytes.length();
            bytes.seek(length);
        } catch (IOException e) {
            throw Disk.cannotWrite(part, e);
        }
    }

    Path path() {
        return part;
    }

    /** How many bytes are here. */
    long length() {
        return length;
    }

    /** What the server called the version that the bytes here are of, if they came from this address. */
    Optional<String> version(URI address) {
        try {
            List<String> lines = Files.exists(from) ? Files.readAllLines(from) : List.of();
            boolean same = lines.size() == 2 && lines.get(0).equals(address.toString());
            return same ? Optional.of(lines.get(1)) : Optional.empty();
        } catch (IOException e) {
            throw new DatasetException(from.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }

    /** Throws away what is here and notes what comes next. */
    void restart(URI address, Optional<String> version) {
        discard();
        if (version.isPresent()) {
            try {
                Files.write(from, List.of(address.toString(), version.get()));
            } catch (IOException e) {
                throw Disk.cannotWrite(from, e);
            }
        }
    }

    /** Throws away what is here. */
    void discard() {
        try {
            bytes.setLength(0);
            length = 0;
            Files.deleteIfExists(from);
        } catch (IOException e) {
            throw Disk.cannotWrite(part, e);
        }
    }

    void append(ByteBuffer more) {
        byte[] copy = new byte[more.remaining()];
        more.get(copy);
        try {
            bytes.write(copy);
            length += copy.length;
        } catch (IOException e) {
            throw Disk.cannotWrite(part, e);
        }
    }

    /** Gives the file its name: from now on it is whole, even if the power fails. */
    void complete() {
        try {
            bytes.getFD().sync();
            bytes.close();
            Files.move(part, whole, ATOMIC_MOVE);
            Files.deleteIfExists(from);
        } catch (IOException e) {
            throw Disk.cannotWrite(whole, e);
        }
    }

    /** Keeps what has come for a later try; leaves nothing if nothing has. */
    @Override
    public void close() {
        try {
            bytes.close();
            if (length == 0) {
                Files.deleteIfExists(part);
                Files.deleteIfExists(from);
            }
        } catch (IOException e) {
            throw Disk.cannotWrite(part, e);
        }
    }
}
