package org.palimpsest.harness.control;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.config.RecipeSpec;

/** A stream of games as declared. What may be left out and depends on the console is there once it is {@link #settled}. */
public record ControlSpec(
        @Doc("name") @Pattern(regexp = "[a-z0-9][a-z0-9.-]*") String id,
        @Doc("raised whenever results would change") @Positive int version,
        @Doc("control") String scenario,
        @Doc("games in the order in which they are visited, one of them maybe several times") @NotEmpty List<String> games,
        @Doc("how often the games are gone through; each visit of a game is a task") @Positive @Default("1") int visits,
        @Doc("chance that the last action is made again instead of the agent's; 0.1, or as is usual on the console") @PositiveOrZero @DecimalMax("1")
                OptionalDouble stickyActions,
        @Doc("whether games get harder in the course of an episode; they do, but for those of consoles, where games decide") Optional<Boolean> ramping,
        @Doc("whether agents have all actions in all games, or those that do something in the games of the stream; full, or as is usual on the console")
                Optional<Actions> actions,
        @Doc("whether agents are told that a task begins") @Default("told") Boundaries boundaries,
        @Doc("what games of a plug-in are played on, with its settings; what their names begin with if it is left out") Optional<RecipeSpec> console) {
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

    /** The same stream, what was left out being as is usual: on that console, or of the built-in games. */
    ControlSpec settled(Optional<PlannedConsole> on) {
        GameSettings usual = on.map(planned -> planned.module().usual()).orElse(GameSettings.PUBLISHED);
        return new ControlSpec(id, version, scenario, games, visits, OptionalDouble.of(stickyActions.orElse(usual.stickyActions())),
                on.isPresent() ? Optional.empty() : Optional.of(ramping.orElse(usual.ramping())),
                Optional.of(actions.orElse(usual.fullActions() ? Actions.FULL : Actions.MINIMAL)), boundaries, on.map(PlannedConsole::spec));
    }

    /** How the games of a settled stream are played. */
    public GameSettings settings() {
        return new GameSettings(stickyActions.orElseThrow(), ramping.orElse(false), actions.orElseThrow() == Actions.FULL);
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
