package org.palimpsest.datasets;

import java.util.Objects;

/**
 * What the catalogue knows of a data set, whether or not it is on this machine.
 *
 * @param name the name it is asked for by, without {@link DatasetName} arguments
 * @param title its full name
 * @param licence the terms it is under
 * @param origin where it comes from
 * @param classes how many classes, or answers to choose from, it has officially; 0 where that depends on the user's files or answers are free text
 * @param train how many training examples it has officially; 0 where that depends on the user's files
 * @param test how many test examples it has officially; 0 where that depends on the user's files
 * @param content what an example is, such as {@code 3x32x32} or {@code images, 224 by default}
 * @param layout the files that are looked for, as users have them on disk
 * @param sizes whether images are scaled as they are decoded, so that a size can be asked for with {@code @}
 * @param family whether this is a kind of data set, of which one is named by what follows a colon
 * @param embedded whether it comes with Palimpsest, so that nothing need be fetched
 */
public record DatasetCard(
        String name,
        String title,
        String licence,
        String origin,
        int classes,
        int train,
        int test,
        String content,
        String layout,
        boolean sizes,
        boolean family,
        boolean embedded) {
    /** Checks that no component is null. */
    public DatasetCard {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(licence, "licence");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(layout, "layout");
    }
}
