package org.palimpsest.datasets.pictures;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A picture file, wherever it lies.
 *
 * @param name what errors call it
 * @param opener opens it anew at each call
 */
public record Picture(String name, Opener opener) {

    /** Opens a picture file. */
    @FunctionalInterface
    public interface Opener {

        /** The bytes of the file, for the caller to close. */
        InputStream open() throws IOException;
    }

    /** A picture in a file of its own. */
    public static Picture of(Path file) {
        return new Picture(file.toString(), () -> Files.newInputStream(file));
    }
}
