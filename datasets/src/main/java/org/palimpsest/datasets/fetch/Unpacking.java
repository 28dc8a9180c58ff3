package org.palimpsest.datasets.fetch;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.palimpsest.datasets.DatasetException;

/** Writes the entries of one archive below a folder and counts what they come to. */
final class Unpacking {
    private static final int BUFFER = 1 << 16;

    private final Path archive;
    private final Path folder;
    private final Limits limits;
    private final byte[] buffer = new byte[BUFFER];
    private long bytes;
    private long entries;
    private String current = "";

    Unpacking(Path archive, Path folder, Limits limits) {
        this.archive = archive;
        this.folder = folder;
        this.limits = limits;
    }

    void folder(String name) {
        Path path = count(name);
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw twice(name, e);
        } catch (IOException e) {
            throw Disk.cannotWrite(path, e);
        }
    }

    /**
     * Writes a file with the permissions that new files have: an archive does not decide what may be run.
     *
     * @return the CRC-32 of what was read
     */
    long file(String name, InputStream in) {
        Path path = count(name);
        try (OutputStream out = create(name, path)) {
            return copy(in, out);
        } catch (IOException e) {
            throw Disk.cannotWrite(path, e);
        }
    }

    /** An entry that is neither a file nor a folder, such as a link, which could lead anywhere. */
    DatasetException refuse(String name, String kind) {
        return fault(name, "is " + kind + ", and only files and folders are unpacked");
    }

    /** What is wrong with an entry. */
    DatasetException fault(String name, String fault) {
        return new DatasetException(archive.toString(), "entry '" + name + "' " + fault);
    }

    /** The archive could not be read on. */
    DatasetException damaged(Exception cause) {
        String where = current.isEmpty() ? "" : " at or after entry '" + current + "'";
        return new DatasetException(
                archive.toString(), "cannot be read" + where + ": damaged? " + cause.getMessage(), cause);
    }

    /** Refuses an archive in which nothing was found. */
    void requireSome() {
        if (entries == 0) {
            throw new DatasetException(archive.toString(), "holds nothing: damaged?");
        }
    }

    /** Counts bytes that an archive holds. */
    void spend(long more) {
        bytes += more;
        if (bytes > limits.maxBytes()) {
            throw new DatasetException(archive.toString(), "unpacks to more than the allowed " + limits.maxBytes() + " bytes, "
                    + limits.reason());
        }
    }

    private Path count(String name) {
        entries++;
        current = name;
        if (entries > limits.maxEntries()) {
            throw new DatasetException(archive.toString(), "has more than the allowed " + limits.maxEntries() + " entries");
        }
        return EntryPath.below(folder, name).orElseThrow(() -> fault(name, "has a name that leads out of the folder"));
    }

    private OutputStream create(String name, Path path) {
        try {
            Files.createDirectories(path.getParent());
            return Files.newOutputStream(path, CREATE_NEW, WRITE);
        } catch (FileAlreadyExistsException e) {
            throw twice(name, e);
        } catch (IOException e) {
            throw Disk.cannotWrite(path, e);
        }
    }

    private DatasetException twice(String name, IOException cause) {
        return new DatasetException(archive.toString(), "entry '" + name + "' is there twice", cause);
    }

    private long copy(InputStream in, OutputStream out) throws IOException {
        CRC32 crc = new CRC32();
        for (int n = read(in); n >= 0; n = read(in)) {
            spend(n);
            crc.update(buffer, 0, n);
            out.write(buffer, 0, n);
        }
        return crc.getValue();
    }

    /** Keeps the faults of the archive apart from those of the disk. */
    private int read(InputStream in) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw damaged(e);
        }
    }
}
