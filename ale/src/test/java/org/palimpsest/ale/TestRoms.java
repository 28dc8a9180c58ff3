package org.palimpsest.ale;

import java.nio.file.Path;
import java.util.Optional;
import org.testng.SkipException;

/** The games, where they are. */
final class TestRoms {
    private TestRoms() {}

    /** Those that the environment names; skips the test where it names none. */
    static Roms here() {
        String named = System.getenv().getOrDefault(Roms.VARIABLE, "");
        if (named.isBlank()) {
            throw new SkipException("no games are here: set " + Roms.VARIABLE + " to a wheel of ale-py 0.12.1, or to a folder with its roms");
        }
        Roms roms = new Roms(named, Path.of("nowhere"));
        for (Cartridge cartridge : Cartridge.all().values()) {
            Optional<String> obstacle = Emulator.obstacle().or(() -> roms.obstacle(cartridge));
            if (obstacle.isPresent()) {
                throw new SkipException(obstacle.get());
            }
        }
        return roms;
    }
}
