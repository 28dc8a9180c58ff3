package org.palimpsest.datasets.fetch;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;

/** Unpacks archives that need not be trusted. */
public final class Archives {
    private static final List<Suffix> SUFFIXES = List.of(
            new Suffix(".zip", ArchiveFormat::zip),
            new Suffix(".tar", ArchiveFormat::tar),
            new Suffix(".tar.gz", ArchiveFormat::tarGz),
            new Suffix(".tgz", ArchiveFormat::tarGz),
            // after .tar.gz, which ends so too
            new Suffix(".gz", ArchiveFormat::gz));

    private Archives() {}

    private record Suffix(String ending, ArchiveFormat format) {}

    /**
     * Unpacks an archive into a folder, which appears when all is unpacked and not before. Files get the permissions of
     * new files. Waits while another process unpacks into the same folder.
     *
     * @param archive a {@code .zip}, {@code .tar}, {@code .tar.gz}, {@code .tgz} or else a {@code .gz} of a single file
     * @param target the folder; must be missing or empty
     * @param limits the most that may come out
     * @param monitor told of the archive's bytes
     * @throws DatasetException if the target holds something, if the archive is of another kind, damaged or beyond the
     *     limits, if an entry would land outside the target, is a link or device or is there twice, or if the disk is
     *     full; nothing of the archive is left then
     */
    public static void unpack(Path archive, Path target, Limits limits, ProgressMonitor monitor) {
        ArchiveFormat format = format(archive);
        if (!Files.isRegularFile(archive)) {
            throw new DatasetException(archive.toString(), "is not there");
        }
        Path folder = followed(target.toAbsolutePath().normalize());
        try {
            Files.createDirectories(folder.getParent());
            try (HoldLock lock = HoldLock.acquire(folder, monitor, Pause.SLEEP)) {
                requireFree(folder);
                Path made = folder.resolveSibling("." + folder.getFileName() + ".unpacking");
                // under the lock, what is there was left by a process that is no more
                delete(made);
                try {
                    Files.createDirectory(made);
                    read(archive, format, new Unpacking(archive, made, limits), monitor);
                    Files.deleteIfExists(folder);
                    Files.move(made, folder, ATOMIC_MOVE);
                } finally {
                    delete(made);
                }
            }
        } catch (IOException e) {
            throw Disk.cannotWrite(folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatasetException(archive.toString(), "the unpacking was interrupted", e);
        }
    }

    /** A link to a folder stays, and that folder is filled. */
    private static Path followed(Path target) {
        try {
            return Disk.followed(target);
        } catch (IOException e) {
            throw Disk.cannotWrite(target, e);
        }
    }

    private static ArchiveFormat format(Path archive) {
        String name = archive.getFileName().toString().toLowerCase(Locale.ROOT);
        return SUFFIXES.stream()
                .filter(suffix -> name.endsWith(suffix.ending))
                .findFirst()
                .orElseThrow(() -> DatasetException.mismatch(archive.toString(), "kind of archive, by its name",
                        String.join(", ", SUFFIXES.stream().map(Suffix::ending).toList()), name))
                .format;
    }

    private static void requireFree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            boolean empty = false;
            if (Files.isDirectory(folder)) {
                try (Stream<Path> inside = Files.list(folder)) {
                    empty = inside.findAny().isEmpty();
                }
            }
            if (!empty) {
                throw new DatasetException(folder.toString(), "is in the way: it exists and is not an empty folder");
            }
        }
    }

    private static void read(Path archive, ArchiveFormat format, Unpacking to, ProgressMonitor monitor) {
        try (Meter meter = monitor.begin("unpacking " + archive.getFileName(), Files.size(archive), "bytes")) {
            format.read(archive, to, meter);
            to.requireSome();
        } catch (DatasetException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Commons Compress answers some malformed headers with IllegalArgumentException and its like
            throw to.damaged(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
