package org.palimpsest.ale;

import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.harness.consoles.ConsoleModule;

/**
 * A console that is the emulator, whose games are those that it plays; consoles differ in what they call its settings, and in what is usual.
 *
 * @param <O> record of these settings
 */
abstract class EmulatorConsole<O extends Record> extends ConsoleModule<O> {
    private final AleGames games = AleGames.ofMachine();
    private final GameSettings usual;

    /** Describes one; see {@link ConsoleModule}. */
    EmulatorConsole(String name, String summary, String source, Class<O> options, GameSettings usual) {
        super(name, summary, source, options);
        this.usual = usual;
    }

    /** The emulator's settings that such settings stand for. */
    abstract AleOptions ofEmulator(O options);

    @Override
    public final List<String> games() {
        return AleGames.names();
    }

    @Override
    public final GameSettings usual() {
        return usual;
    }

    @Override
    protected final GameModule find(String game, O options) {
        return games.game(game, ofEmulator(options));
    }

    @Override
    public final Optional<String> obstacle(String game) {
        return games.obstacle(game);
    }

    @Override
    public final String state() {
        return games.state();
    }
}
