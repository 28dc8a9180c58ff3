package org.palimpsest.harness.control;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.arcade.GamePictures;

/** A film of an episode: of its first steps, if it is long. */
final class Film {
    private static final int MOST = 500;
    /** Pixels of a film's width, at most, but for games that have more of their own. */
    private static final int SIDE = 160;
    private static final int HUNDREDTHS = 8;

    private final Path file;
    private final List<BufferedImage> pictures = new ArrayList<>();
    private boolean over;

    /** A film that will be written to a file. */
    Film(Path file) {
        this.file = file;
    }

    /** Takes a picture of the first environment, as long as its first episode goes on. */
    void take(Arena arena) {
        if (!over && pictures.size() < MOST) {
            pictures.add(arena.picture(0, SIDE));
        }
    }

    /** The episode has ended. */
    void end() {
        over = true;
    }

    /** Writes the file, in place of what has its name, and the folders above it. */
    void write() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                GamePictures.gif(pictures, HUNDREDTHS, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
