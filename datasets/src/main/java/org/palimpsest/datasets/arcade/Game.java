package org.palimpsest.datasets.arcade;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A game that is being played: one episode after the other, by one player. After {@link #reset} and after each {@link #step} it stands at
 * an observation. Nothing is allocated in a step.
 */
public interface Game extends AutoCloseable {
    /** What it is, with the actions that it was started with. */
    GameInfo info();

    /** Begins the next episode. Called before the first step, and whenever an episode is over or is given up. */
    void reset();

    /**
     * Makes one step.
     *
     * @param action number of the action in {@link GameInfo#actions()}
     * @return the reward
     * @throws IllegalStateException if the episode is over or broken off
     */
    float step(int action);

    /** Whether the game has ended the episode: nothing can be won any more. */
    boolean over();

    /** Whether the game has broken the episode off, by a limit of its own or by a failure: more could have been won. */
    default boolean cut() {
        return false;
    }

    /**
     * Writes the observation: {@link GameInfo#bytes()} values, plane after plane, row after row; a plane of objects holds 0 and 1, a
     * picture 0 to 255.
     */
    void observe(byte[] target, int offset);

    /** The picture that a human looks at, as 0xRRGGBB, row after row, {@link GameInfo#height()} by {@link GameInfo#width()} cells. */
    void render(int[] colours);

    /** Writes everything that later steps depend on, chance included. */
    void save(DataOutput output) throws IOException;

    /** Takes back what {@link #save} of a game with the same settings wrote. */
    void load(DataInput input) throws IOException;

    /** Frees what is not memory of Java's. */
    @Override
    default void close() {}
}
