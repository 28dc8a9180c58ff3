package org.palimpsest.datasets.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Reason;

/** Where files go, and words for what goes wrong on this machine's disk. */
public final class Disk {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private Disk() {}

    /** A file could not be written, with the room that is left, for that is the usual reason. */
    static DatasetException cannotWrite(Path file, IOException fault) {
        return new DatasetException(
                file.toString(), "cannot be written: " + Reason.of(fault) + " (free there: " + room(file) + ")", fault);
    }

    /**
     * Where a file is put that is to stand under a name: a symbolic link stays, and the file that it leads to is replaced.
     *
     * @throws IOException if something stands there that is no regular file: it would be lost
     */
    public static Path place(Path file) throws IOException {
        Path place = followed(file);
        if (Files.exists(place) && !Files.isRegularFile(place)) {
            throw new IOException("what stands in its place is no regular file");
        }
        return place;
    }

    /** What is at the end of all symbolic links, of which the last may lead to what is not there yet. */
    static Path followed(Path path) throws IOException {
        Path followed = path;
        for (int links = 0; Files.isSymbolicLink(followed); links++) {
            if (links == MOST_LINKS) {
                throw new IOException("is a symbolic link that leads to itself");
            }
            followed = followed.resolveSibling(Files.readSymbolicLink(followed));
        }
        return followed;
    }

    /**
     * Refuses to begin what will not fit.
     *
     * @param file the file that is to grow
     * @param more by how many bytes
     * @throws DatasetException if there is less room than that
     */
    static void requireRoom(Path file, long more) {
        try {
            long free = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
            if (free < more) {
                throw DatasetException.mismatch(file.toString(), "not enough room on the disk, bytes", more, free + " free");
            }
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot tell the room on the disk: " + Reason.of(e), e);
        }
    }

    private static String room(Path file) {
        try {
            return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() + " bytes";
        } catch (IOException e) {
            return "unknown";
        }
    }
}
