package org.palimpsest.results.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a run stands. Only a {@link #FINISHED} run enters a mean; the others are shown and counted. */
public enum RunStatus {
    /** Begun and not ended: at work now, or killed and waiting to be resumed. */
    RUNNING,
    /** Every task learned and scored. */
    FINISHED,
    /** Stopped by the engine because a loss or a weight was no longer a finite number. */
    DIVERGED,
    /** Stopped by an error of the method, the machine or the data. */
    FAILED;

    /** The name used in every file: lower case. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
