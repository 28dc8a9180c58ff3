package org.palimpsest.datasets.arcade;

import java.util.List;

/**
 * What a game looks like to its player.
 *
 * @param id lower-case letters and dashes
 * @param planes names of the planes of an observation
 * @param height rows of a plane
 * @param width columns of a plane
 * @param actions names of the actions, in the order of their numbers
 */
public record GameInfo(String id, List<String> planes, int height, int width, List<String> actions) {
    /** Keeps copies. */
    public GameInfo {
        planes = List.copyOf(planes);
        actions = List.copyOf(actions);
    }

    /** Bytes of one observation. */
    public int bytes() {
        return planes.size() * height * width;
    }
}
