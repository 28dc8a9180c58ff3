package org.palimpsest.datasets.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image file, wherever it lies.
 *
 * @param name what errors call it
 * @param opener opens it anew at each call
 */
public record EncodedImage(String name, Opener opener) {
    /** Opens an image file. */
    @FunctionalInterface
    public interface Opener {
        /** The bytes of the file, for the caller to close. */
        InputStream open() throws IOException;
    }

    /** An image in a file of its own. */
    public static EncodedImage of(Path file) {
        return new EncodedImage(file.toString(), () -> Files.newInputStream(file));
    }
}
