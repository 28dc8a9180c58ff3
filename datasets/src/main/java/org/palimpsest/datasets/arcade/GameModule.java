package org.palimpsest.datasets.arcade;

/** A game that can be played; found by {@link java.util.ServiceLoader}, so that a new one is one file. */
public interface GameModule {
    /** Its name: lower-case letters, digits and dashes, after the name of its console and a colon if it has one. */
    String id();

    /** What it is about, in one line. */
    String title();

    /** Where its rules are from. */
    String source();

    /** What it looks like, played that way. */
    GameInfo info(GameSettings settings);

    /**
     * A game before its first episode.
     *
     * @param seed of all chance in it
     */
    Game start(GameSettings settings, long seed);

    /** The game as it is played to see how good a player is, where learning changes its rewards or its episodes: whole games for what they give. */
    default GameModule scored() {
        return this;
    }

    /** Whether a step takes so long that games side by side are better played in several threads. */
    default boolean slow() {
        return false;
    }
}
