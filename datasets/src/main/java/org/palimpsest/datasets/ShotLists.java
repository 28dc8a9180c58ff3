package org.palimpsest.datasets;

import java.util.List;

/**
 * The training images of few-shot sessions as the field has fixed them, so that results can be compared.
 *
 * @param origin where the lists come from, for the record
 * @param sessions training images of the session after the base session, of the one after that, and so on
 */
public record ShotLists(String origin, List<int[]> sessions) {

    /** Copies the lists. */
    public ShotLists {
        sessions = sessions.stream().map(int[]::clone).toList();
    }
}
