package org.palimpsest.datasets.arcade;

import java.util.List;

/**
 * What a game looks like to its player.
 *
 * @param id lower-case letters and dashes, after the name of its console and a colon if it has one
 * @param planes names of the planes of an observation
 * @param height rows of a plane
 * @param width columns of a plane
 * @param brightest largest value of an observation: 1 of objects, 255 of pictures
 * @param frames pictures, one after the other, that an observation consists of, the oldest first, with as many planes each; 1 where it shows the
 *     present alone
 * @param actions names of the actions, in the order of their numbers
 */
public record GameInfo(String id, List<String> planes, int height, int width, int brightest, int frames, List<String> actions) {
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
