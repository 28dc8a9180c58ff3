package org.palimpsest.datasets.cache;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.Sha256;
import org.palimpsest.datasets.fetch.Disk;

/**
 * Digests of files, each taken once: they are remembered in a folder under the paths, sizes and times of the files, so that
 * files which nobody has touched need not be read again.
 */
public final class SourceDigests {
    private static final Logger LOG = System.getLogger(SourceDigests.class.getName());

    /** Where the name begins in a line of sha256sum. */
    private static final int NAME_AT = 66;

    private final Path folder;

    /** Digests remembered in a folder, which is made when first needed. */
    public SourceDigests(Path folder) {
        this.folder = folder;
    }

    /**
     * The digests of some files.
     *
     * @param root the folder that names are relative to
     * @param files files below it
     * @param monitor shows how far reading has got
     * @throws DatasetException if one cannot be read
     */
    public SourceDigest of(Path root, List<Path> files, ProgressMonitor monitor) {
        Path memory = folder.resolve(fingerprint(root, files) + ".sha256");
        return recall(memory).filter(known -> known.files().size() == files.size()).orElseGet(() -> {
            SourceDigest taken = take(root, files, monitor);
            remember(memory, taken);
            return taken;
        });
    }

    private static String fingerprint(Path root, List<Path> files) {
        StringBuilder text = new StringBuilder(root.toAbsolutePath().normalize().toString());
        for (Path file : files.stream().sorted().toList()) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                text.append('\n').append(root.relativize(file)).append('\t').append(attributes.size()).append('\t').append(attributes.lastModifiedTime());
            } catch (NoSuchFileException e) {
                throw new DatasetException(file.toString(), "is missing", e);
            } catch (IOException e) {
                throw new DatasetException(file.toString(), "cannot be read: " + Reason.of(e), e);
            }
        }
        return DigestUtils.sha256Hex(text.toString()).substring(0, 32);
    }

    private static SourceDigest take(Path root, List<Path> files, ProgressMonitor monitor) {
        Map<String, String> digests = new ConcurrentHashMap<>();
        try (Meter meter = monitor.begin("reading " + root.getFileName(), files.size(), "files")) {
            files.parallelStream().forEach(file -> {
                digests.put(name(root, file), Sha256.of(file));
                meter.add(1);
            });
        }
        return new SourceDigest(new TreeMap<>(digests));
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace(File.separatorChar, '/');
    }

    /** What was remembered: a digest over all, then those of the files. Empty if nothing was or it is damaged. */
    private static Optional<SourceDigest> recall(Path memory) {
        if (!Files.isRegularFile(memory)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(memory);
            SortedMap<String, String> digests = new TreeMap<>();
            lines.stream().skip(1).filter(line -> line.length() > NAME_AT)
                    .forEach(line -> digests.put(line.substring(NAME_AT), line.substring(0, NAME_AT - 2)));
            SourceDigest known = new SourceDigest(digests);
            return Optional.of(known).filter(k -> !lines.isEmpty() && lines.get(0).equals(k.sha256()));
        } catch (IOException e) {
            LOG.log(Level.INFO, "{0} cannot be read, so the files are read again: {1}", memory, e.toString());
            return Optional.empty();
        }
    }

    private void remember(Path memory, SourceDigest digest) {
        String lines = digest.files().entrySet().stream().map(e -> e.getValue() + "  " + e.getKey() + "\n").collect(Collectors.joining());
        try {
            Files.createDirectories(folder);
            Path place = Disk.place(memory);
            Path part = Files.createTempFile(place.getParent(), "digests", ".part");
            try {
                Files.writeString(part, digest.sha256() + "\n" + lines);
                Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be kept for the next time: {1}", memory, Reason.of(e));
        }
    }
}
