package org.palimpsest.ale;

import com.google.auto.service.AutoService;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.harness.consoles.ConsoleModule;

/** {@code ale}: the games of the Arcade Learning Environment, played as is recommended. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(ConsoleModule.class)
public final class AleConsole extends EmulatorConsole<AleOptions> {
    /** For the service loader. */
    public AleConsole() {
        super("ale", "Atari 2600 games on the emulator of the Arcade Learning Environment",
                "Bellemare et al., JAIR 2013; Machado et al., JAIR 2018", AleOptions.class, new GameSettings(0.25, false, true));
    }

    @Override
    AleOptions ofEmulator(AleOptions options) {
        return options;
    }
}
