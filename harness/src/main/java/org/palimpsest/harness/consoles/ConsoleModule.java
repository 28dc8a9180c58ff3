package org.palimpsest.harness.consoles;

import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.harness.api.RecipeModule;

/**
 * Announces a console: a way to play games that a plug-in brings, with settings of its own. Its games are called {@code NAME:GAME}, and are
 * played on the console of that NAME unless the stream names another one that has them. Found by {@link java.util.ServiceLoader} like a method.
 *
 * @param <O> record of settings, those that are not in {@link GameSettings}
 */
public abstract class ConsoleModule<O extends Record> extends RecipeModule<O> {
    /** Describes a console; see {@link RecipeModule}. */
    protected ConsoleModule(String name, String summary, String source, Class<O> options) {
        super(name, summary, source, options);
    }

    /** Names of its games, in order, whether or not they can be played on this machine. */
    public abstract List<String> games();

    /** How its games are played where a stream does not say otherwise; whether they get harder is the games' own business. */
    public abstract GameSettings usual();

    /** A game of it, from an instance of {@link #options()}. It can be described, but maybe not be started: see {@link #obstacle}. */
    public final GameModule game(String game, Record options) {
        return find(game, own(options));
    }

    /** One of {@link #games()}, played with such options. */
    protected abstract GameModule find(String game, O options);

    /** What is in the way of playing one of its games on this machine, with files by name and the way out; empty if nothing is. */
    public abstract Optional<String> obstacle(String game);

    /** What can be played on this machine, or what is missing and the one command that gets it, in a line. */
    public abstract String state();
}
