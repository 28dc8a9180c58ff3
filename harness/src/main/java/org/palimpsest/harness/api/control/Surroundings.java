package org.palimpsest.harness.api.control;

import ai.djl.ndarray.types.Shape;

/**
 * What all environments of a stream have in common.
 *
 * @param planes planes of an observation: as many as the environment with most of them has; those that one lacks are zero
 * @param height rows of a plane
 * @param width columns of a plane
 * @param actions that an agent has
 * @param environments that it learns in side by side
 * @param told whether it is told when tasks begin and end
 * @param frames pictures, one after the other, that an observation consists of, the oldest first: planes / frames planes each. 1 where it shows
 *     the present alone
 */
public record Surroundings(int planes, int height, int width, int actions, int environments, boolean told, int frames) {
    /** Of observations that show the present alone. */
    public Surroundings(int planes, int height, int width, int actions, int environments, boolean told) {
        this(planes, height, width, actions, environments, told, 1);
    }

    /** Bytes of an observation. */
    public int bytes() {
        return planes * height * width;
    }

    /** Shape of one observation: (planes, height, width). */
    public Shape observation() {
        return new Shape(planes, height, width);
    }
}
