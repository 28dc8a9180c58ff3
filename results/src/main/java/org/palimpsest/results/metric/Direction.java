package org.palimpsest.results.metric;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which way of a number is the good one. */
public enum Direction {
    /** More is better, as with accuracy. */
    HIGHER,
    /** Less is better, as with forgetting and time. */
    LOWER;

    /** The name used in files: lower case. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
