package org.palimpsest.datasets.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Reason;

/**
 * What an archive may unpack to, so that a small one cannot fill the disk.
 *
 * @param maxBytes the most bytes of all its files together
 * @param maxEntries the most files and folders
 * @param reason why not more bytes, for people
 */
public record Limits(long maxBytes, long maxEntries, String reason) {
    private static final long LARGEST = 16L << 30;
    private static final long MOST_ENTRIES = 1_000_000;
    private static final long RATIO = 100;
    /** What may come out of the smallest archive. */
    private static final long SMALL = 64L << 20;
    private static final long RESERVE = 256L << 20;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Limits {
        if (maxBytes < 1 || maxEntries < 1) {
            throw new IllegalArgumentException("limits are 1 or more: " + maxBytes + " bytes, " + maxEntries + " entries");
        }
    }

    /**
     * Those of an archive: several times the largest data set of the field's benchmarks, a hundred times its own size (what is packed like
     * this holds nothing), and what leaves some of the disk free.
     *
     * @param archive the archive
     * @param target where it is unpacked, below a folder that is there or will be
     */
    public static Limits of(Path archive, Path target) {
        try {
            Path there = target.toAbsolutePath();
            while (!Files.exists(there)) {
                there = there.getParent();
            }
            return of(Files.size(archive), Files.getFileStore(there).getUsableSpace());
        } catch (IOException e) {
            throw new DatasetException(archive.toString(), "cannot tell its size or the room on the disk: " + Reason.of(e), e);
        }
    }

    static Limits of(long size, long free) {
        Limits most = new Limits(LARGEST, MOST_ENTRIES, "16 GiB");
        long byRatio = Math.max(SMALL, RATIO * Math.min(size, LARGEST));
        long byRoom = Math.max(1, free - RESERVE);
        if (byRatio <= byRoom && byRatio < most.maxBytes) {
            return new Limits(byRatio, MOST_ENTRIES, "a hundred times its own size");
        }
        return byRoom < most.maxBytes ? new Limits(byRoom, MOST_ENTRIES, "the room on the disk, less 256 MiB") : most;
    }
}
