package org.palimpsest.datasets.cache;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.image.ImageDataset;

/** A folder of decoded data sets, each opened by mapping its file into memory. Safe for several processes at once. */
public final class DecodedCache {
    private static final Logger LOG = System.getLogger(DecodedCache.class.getName());

    private final Path folder;

    /** A cache in a folder, which is made when first needed. */
    public DecodedCache(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a data set, or makes it if it is not there, was made from something else, or is damaged. Few-shot lists are not kept.
     *
     * @param key what it is made from
     * @param decode makes it
     * @return the data set, mapped into memory; or, where the folder cannot be written, as decoded
     */
    public ImageDataset get(CacheKey key, Supplier<ImageDataset> decode) {
        Path file = folder.resolve(key.fileName());
        return open(file, key).orElseGet(() -> keep(file, key, decode.get()));
    }

    private static Optional<ImageDataset> open(Path file, CacheKey key) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CacheFile.read(file, key));
        } catch (IOException | RuntimeException e) {
            // whatever is wrong with it, it can be made again
            LOG.log(Level.INFO, "{0} {1}, so it is made again", file, e instanceof EOFException ? "is cut off" : e.getMessage());
            return Optional.empty();
        }
    }

    private ImageDataset keep(Path file, CacheKey key, ImageDataset decoded) {
        try {
            Files.createDirectories(folder);
            CacheFile.write(file, key, decoded);
            return CacheFile.read(file, key);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be kept for the next time: {1}", file, Reason.of(e));
            return decoded;
        }
    }
}
