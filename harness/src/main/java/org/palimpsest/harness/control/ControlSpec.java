package org.palimpsest.harness.control;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/** A stream of games as declared. */
public record ControlSpec(
        @Doc("name") @Pattern(regexp = "[a-z0-9][a-z0-9.-]*") String id,
        @Doc("raised whenever results would change") @Positive int version,
        @Doc("control") String scenario,
        @Doc("games in the order in which they are visited, one of them maybe several times") @NotEmpty List<String> games,
        @Doc("how often the games are gone through; each visit of a game is a task") @Positive @Default("1") int visits,
        @Doc("chance that the last action is made again instead of the agent's") @PositiveOrZero @DecimalMax("1") @Default("0.1") double stickyActions,
        @Doc("whether games get harder in the course of an episode") @Default("true") boolean ramping,
        @Doc("whether agents have all actions in all games, or those that do something in the games of the stream") @Default("full") Actions actions,
        @Doc("whether agents are told that a task begins") @Default("told") Boundaries boundaries) {
    /** The set of actions. */
    public enum Actions {
        /** All that there are. */
        FULL,
        /** Those that do something, of a stream whose games have the same. */
        MINIMAL
    }

    /** What agents know of tasks. */
    public enum Boundaries {
        /** When they begin and end. */
        TOLD,
        /** Nothing. */
        HIDDEN
    }

    /** How its games are played. */
    public GameSettings settings() {
        return new GameSettings(stickyActions, ramping, actions == Actions.FULL);
    }

    /** Number of tasks. */
    int tasks() {
        return games.size() * visits;
    }

    /** The game of a task, numbered from 0. */
    String game(int task) {
        return games.get(task % games.size());
    }
}
