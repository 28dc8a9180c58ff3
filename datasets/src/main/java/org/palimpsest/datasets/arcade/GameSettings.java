package org.palimpsest.datasets.arcade;

/**
 * How a game is played.
 *
 * @param stickyActions chance, 0 to 1, that the last action is made again instead of the player's (Machado et al., JAIR 2018, section 5)
 * @param ramping whether it gets harder in the course of an episode
 * @param fullActions whether the player has all actions, those without effect included, or the minimal set
 */
public record GameSettings(double stickyActions, boolean ramping, boolean fullActions) {
    /** As published: a tenth of the actions stick, games get harder, all six actions (Young and Tian, 2019). */
    public static final GameSettings PUBLISHED = new GameSettings(0.1, true, true);

    /** Checks its chance. */
    public GameSettings {
        if (!(stickyActions >= 0 && stickyActions <= 1)) {
            throw new IllegalArgumentException("stickyActions must lie in 0 to 1, is " + stickyActions);
        }
    }
}
