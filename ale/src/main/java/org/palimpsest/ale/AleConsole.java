package org.palimpsest.ale;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.harness.consoles.ConsoleModule;

/** {@code ale}: the games of the Arcade Learning Environment, played as is recommended. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(ConsoleModule.class)
public final class AleConsole extends ConsoleModule<AleOptions> {
    private final AleGames games = AleGames.ofMachine();

    /** For the service loader. */
    public AleConsole() {
        super("ale", "Atari 2600 games on the emulator of the Arcade Learning Environment",
                "Bellemare et al., JAIR 2013; Machado et al., JAIR 2018", AleOptions.class);
    }

    @Override
    public List<String> games() {
        return AleGames.names();
    }

    @Override
    public GameSettings usual() {
        return new GameSettings(0.25, false, true);
    }

    @Override
    protected GameModule find(String game, AleOptions options) {
        return games.game(game, options);
    }

    @Override
    public Optional<String> obstacle(String game) {
        return games.obstacle(game);
    }

    @Override
    public String state() {
        return games.state();
    }
}
