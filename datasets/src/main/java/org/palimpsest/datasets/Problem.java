package org.palimpsest.datasets;

import java.util.Objects;

/**
 * One thing that is wrong with what a user gave.
 *
 * @param source the file or command-line option it was read from, or empty
 * @param key the key inside the source, or empty
 * @param value the value as it was given, or empty when the trouble is that none was given
 * @param message what is wrong and what would be right, in one line
 * @param kind whose trouble it is
 */
public record Problem(String source, String key, String value, String message, Kind kind) {
    /** Whose trouble a problem is. */
    public enum Kind {
        /** The input's: it has to be written otherwise. */
        INVALID,
        /** The machine's: the input is right, but data that it names are not at hand, or damaged. */
        MISSING_DATA
    }

    /** A problem of the input itself. */
    public Problem(String source, String key, String value, String message) {
        this(source, key, value, message, Kind.INVALID);
    }

    /** Checks that no component is null. */
    public Problem {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(kind, "kind");
    }

    /** The same problem, of what was read from another place. */
    public Problem at(String place) {
        return new Problem(place, key, value, message, kind);
    }

    /** The same problem, of what was read from that place unless it names another. */
    public Problem unlessPlaced(String place) {
        return source.isEmpty() ? at(place) : this;
    }

    /** {@code source: key: value 'v': message} in one line, leaving out what is empty. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (!source.isEmpty()) {
            text.append(Printable.of(source)).append(": ");
        }
        if (!key.isEmpty()) {
            text.append(Printable.brief(key)).append(": ");
        }
        if (!value.isEmpty()) {
            text.append("value '").append(Printable.brief(value)).append("': ");
        }
        return text.append(Printable.of(message)).toString();
    }
}
