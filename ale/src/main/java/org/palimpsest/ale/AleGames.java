package org.palimpsest.ale;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.arcade.Game;
import org.palimpsest.datasets.arcade.GameInfo;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.datasets.arcade.GameSettings;

/** The games that can be played with some copies of them. */
final class AleGames {
    /** Observations are of the last four frames, the newest one last. */
    private static final List<String> PLANES = List.of("three-before", "two-before", "one-before", "now");
    private static final int WHITE = 255;

    private final Roms roms;

    /** With these copies. */
    AleGames(Roms roms) {
        this.roms = roms;
    }

    /** With the copies on this machine. */
    static AleGames ofMachine() {
        return new AleGames(Roms.ofMachine());
    }

    /** The names of all. */
    static List<String> names() {
        return List.copyOf(Cartridge.all().keySet());
    }

    /** The one of that name. */
    GameModule game(String name, AleOptions options) {
        return new Module(roms, Cartridge.all().get(name), options);
    }

    /** Why one cannot be played. */
    Optional<String> obstacle(String name) {
        return Emulator.obstacle().or(() -> roms.obstacle(Cartridge.all().get(name)));
    }

    /** What can be played, in a line. */
    String state() {
        return Emulator.obstacle().orElseGet(roms::state);
    }

    /** One game. */
    private record Module(Roms roms, Cartridge cartridge, AleOptions options) implements GameModule {
        @Override
        public String id() {
            return cartridge.game();
        }

        @Override
        public String title() {
            return "a game of the Atari 2600";
        }

        @Override
        public String source() {
            return "Bellemare et al., The Arcade Learning Environment, JAIR 2013";
        }

        private int[] actions(GameSettings settings) {
            return settings.fullActions() ? IntStream.range(0, Cartridge.ACTIONS.size()).toArray()
                    : cartridge.minimal().stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public GameInfo info(GameSettings settings) {
            List<String> names = Arrays.stream(actions(settings)).mapToObj(Cartridge.ACTIONS::get).toList();
            return new GameInfo(id(), PLANES, Screen.SIZE, Screen.SIZE, WHITE, PLANES.size(), names);
        }

        @Override
        public Game start(GameSettings settings, long seed) {
            return new AleGame(info(settings), actions(settings), options, roms.file(cartridge), settings.stickyActions(), seed);
        }

        @Override
        public GameModule scored() {
            return new Module(roms, cartridge, options.scored());
        }

        @Override
        public boolean slow() {
            return true;
        }
    }
}
