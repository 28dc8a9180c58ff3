package org.palimpsest.datasets.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Sha256;

/** A folder of resources with a {@code SHA256SUMS} file, by which each is verified as it is read. */
final class EmbeddedFiles {
    private static final String SUMS = "SHA256SUMS";

    private final String folder;

    /**
     * Names a folder.
     *
     * @param folder absolute resource path, ending with a slash
     */
    EmbeddedFiles(String folder) {
        this.folder = folder;
    }

    /** The data in Palimpsest's own jar. */
    static EmbeddedFiles packaged() {
        return new EmbeddedFiles("/palimpsest/data/");
    }

    /**
     * Reads a file and verifies it.
     *
     * @param name its path below the folder
     * @throws DatasetException if it is missing, not listed, or not what its digest says
     */
    byte[] read(String name) {
        byte[] bytes = bytes(name);
        String expected = listed(name);
        String found = DigestUtils.sha256Hex(bytes);
        if (!found.equals(expected)) {
            throw DatasetException.mismatch(folder + name, "SHA-256", expected, found);
        }
        return bytes;
    }

    /**
     * Reads a gzipped file, verifies it and unpacks it.
     *
     * @param name its path below the folder
     * @throws DatasetException as {@link #read}, or if it is not gzipped
     */
    byte[] unzipped(String name) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(read(name)))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DatasetException(folder + name, "cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The digest over some files, as listed.
     *
     * @param names their paths below the folder
     * @throws DatasetException if one is not listed
     */
    String digest(List<String> names) {
        return Sha256.ofFiles(names.stream().collect(Collectors.toMap(name -> name, this::listed)));
    }

    private String listed(String name) {
        String digest = sums().get(name);
        if (digest == null) {
            throw new DatasetException(folder + SUMS, "does not list " + name);
        }
        return digest;
    }

    private Map<String, String> sums() {
        return new String(bytes(SUMS), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("  ", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0]));
    }

    private byte[] bytes(String name) {
        try (InputStream in = EmbeddedFiles.class.getResourceAsStream(folder + name)) {
            if (in == null) {
                throw new DatasetException(folder + name, "is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DatasetException(folder + name, "cannot be read: " + e.getMessage(), e);
        }
    }
}
