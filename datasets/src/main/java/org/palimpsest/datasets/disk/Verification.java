package org.palimpsest.datasets.disk;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.cache.SourceDigest;
import org.palimpsest.datasets.fetch.Digest;

/** Compares files on disk with the editions of a data set that are known. */
final class Verification {
    private static final String GZIP = ".gz";

    private final Path folder;
    private final SourceDigest found;
    /** Paths by name without folders and {@code .gz}, with a hyphen before {@code idx}. */
    private final Map<String, String> paths = new HashMap<>();

    private Verification(Path folder, SourceDigest found) {
        this.folder = folder;
        this.found = found;
        found.files().keySet().forEach(path -> paths.put(plain(path), path));
    }

    /**
     * The verdict on some files.
     *
     * @param folder the folder that holds them
     * @param found their digests
     * @param editions what is known
     */
    static DatasetState of(Path folder, SourceDigest found, List<Edition> editions) {
        return new Verification(folder, found).state(editions);
    }

    private DatasetState state(List<Edition> editions) {
        for (Edition edition : editions) {
            if (edition.whole().equals(found.sha256())) {
                return state(DatasetState.Kind.VERIFIED, edition.name());
            }
        }
        // editions may share files: what is damaged as one may be sound as another
        List<String> differs = new ArrayList<>();
        for (Edition edition : editions) {
            if (!edition.files().isEmpty() && paths.keySet().containsAll(edition.files().keySet())) {
                List<String> wrong = wrong(edition);
                if (wrong.isEmpty()) {
                    return state(DatasetState.Kind.VERIFIED, edition.name());
                }
                if (wrong.size() < edition.files().size()) {
                    differs.add("differs from the " + edition.name() + ": " + String.join("; ", wrong));
                }
            }
        }
        if (!differs.isEmpty()) {
            return state(DatasetState.Kind.DAMAGED, differs.get(0));
        }
        String known = editions.isEmpty() ? "there is no published digest to compare with"
                : "is none of the known editions (" + editions.stream().map(Edition::name).collect(Collectors.joining(", ")) + ")";
        int files = found.files().size();
        return state(DatasetState.Kind.UNVERIFIED, files + (files == 1 ? " file; " : " files; ") + known);
    }

    private DatasetState state(DatasetState.Kind kind, String detail) {
        return new DatasetState(kind, folder.toString(), detail);
    }

    private List<String> wrong(Edition edition) {
        List<String> wrong = new ArrayList<>();
        new TreeMap<>(edition.files()).forEach((name, expected) -> {
            String path = paths.get(name);
            if (!matches(path, expected)) {
                String digests = expected.stream().map(d -> d.algorithm() + " " + d.hex()).sorted().collect(Collectors.joining(" or "));
                wrong.add(folder.resolve(path) + ": expected " + digests + ", found SHA-256 " + found.files().get(path));
            }
        });
        return wrong;
    }

    private boolean matches(String path, Set<Digest> expected) {
        // a file that somebody packed anew holds the same all the same
        return expected.stream().anyMatch(digest -> matches(path, false, digest) || path.endsWith(GZIP) && matches(path, true, digest));
    }

    private boolean matches(String path, boolean unpacked, Digest expected) {
        if (!unpacked && expected.algorithm() == Digest.Algorithm.SHA256) {
            return found.files().get(path).equals(expected.hex());
        }
        Path file = folder.resolve(path);
        try (InputStream raw = Files.newInputStream(file); InputStream in = unpacked ? new GZIPInputStream(raw) : raw) {
            return Digest.of(expected.algorithm(), in).equals(expected);
        } catch (EOFException | ZipException e) {
            // not what gzip wrote, so not what is expected
            return false;
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }

    private static String plain(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String unpacked = name.endsWith(GZIP) ? name.substring(0, name.length() - GZIP.length()) : name;
        // the names that Kaggle gives the files of MNIST
        return unpacked.replaceFirst("\\.(idx\\d-ubyte)$", "-$1");
    }
}
