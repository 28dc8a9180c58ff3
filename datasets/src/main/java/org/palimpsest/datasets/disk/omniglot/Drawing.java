package org.palimpsest.datasets.disk.omniglot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.palimpsest.datasets.decode.EncodedImage;

/**
 * One drawing of a character.
 *
 * @param alphabet the alphabet's name
 * @param character the character's name in it, such as {@code character01}
 * @param person who drew it, from 1
 * @param image the file
 */
record Drawing(String alphabet, String character, int person, EncodedImage image) {
    private static final Pattern PATH = Pattern.compile("(?:.*/)?([^/]+)/(character\\d+)/\\d+_(\\d{2})\\.png");

    /** The drawing at a path that ends in alphabet, character and a file called by the character's number and the person's. */
    static Optional<Drawing> at(String path, EncodedImage image) {
        Matcher parts = PATH.matcher(path);
        return parts.matches()
                ? Optional.of(new Drawing(parts.group(1), parts.group(2), Integer.parseInt(parts.group(3)), image))
                : Optional.empty();
    }

    /** The name of its class. */
    String className() {
        return alphabet + "/" + character;
    }
}
