package org.palimpsest.datasets.cache;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.Sha256;

/**
 * Digests of files, each taken once: they are remembered in a folder under the paths, sizes and times of the files, so that
 * files which nobody has touched need not be read again.
 */
public final class SourceDigests {

    private static final Logger LOG = System.getLogger(SourceDigests.class.getName());

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
        SourceDigest known = recall(memory);
        if (known.files().size() == files.size()) {
            return known;
        }
        SourceDigest taken = take(root, files, monitor);
        remember(memory, taken);
        return taken;
    }

    private static String fingerprint(Path root, List<Path> files) {
        StringBuilder text = new StringBuilder(root.toAbsolutePath().normalize().toString());
        for (Path file : files.stream().sorted().toList()) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                text.append('\n').append(root.relativize(file)).append('\t').append(attributes.size()).append('\t').append(attributes.lastModifiedTime());
            } catch (IOException e) {
                throw new DatasetException(file.toString(), "cannot be read: " + e, e);
            }
        }
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    private static SourceDigest take(Path root, List<Path> files, ProgressMonitor monitor) {
        Map<String, String> digests = new ConcurrentHashMap<>();
        try (Meter meter = monitor.begin("reading " + root.getFileName(), files.size(), "files")) {
            files.parallelStream().forEach(file -> {
                digests.put(name(root, file), sha256(file));
                meter.add(1);
            });
        }
        return new SourceDigest(new TreeMap<>(digests));
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.of(in);
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be read: " + e, e);
        }
    }

    /** What was remembered; empty if nothing was or it is damaged. */
    private static SourceDigest recall(Path memory) {
        SortedMap<String, String> digests = new TreeMap<>();
        try {
            if (Files.exists(memory)) {
                Files.readAllLines(memory).stream().filter(line -> line.matches("[0-9a-f]{64}  .+"))
                        .forEach(line -> digests.put(line.substring(66), line.substring(0, 64)));
            }
        } catch (IOException e) {
            LOG.log(Level.INFO, "{0} cannot be read, so the files are read again: {1}", memory, e.toString());
        }
        return new SourceDigest(digests);
    }

    private void remember(Path memory, SourceDigest digest) {
        String lines = digest.files().entrySet().stream().map(e -> e.getValue() + "  " + e.getKey() + "\n").collect(Collectors.joining());
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "digests", ".part");
            Files.writeString(part, lines);
            Files.move(part, memory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be kept for the next time: {1}", memory, e.toString());
        }
    }
}
