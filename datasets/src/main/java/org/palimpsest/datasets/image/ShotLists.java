package org.palimpsest.datasets.image;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

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

    /** Digest of the lists: of one line a session, its indices in the order given with commas between. */
    public String sha256() {
        String lines = sessions.stream()
                .map(session -> Arrays.stream(session).mapToObj(Integer::toString).collect(Collectors.joining(",")) + "\n")
                .collect(Collectors.joining());
        return DigestUtils.sha256Hex(lines);
    }
}
