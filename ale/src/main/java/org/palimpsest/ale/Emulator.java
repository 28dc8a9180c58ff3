package org.palimpsest.ale;

import com.sun.jna.NativeLibrary;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ale.ALEInterface;
import org.bytedeco.ale.ALEState;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;

/** An Atari 2600 with a cartridge in it. Several may run in threads of their own. */
class Emulator implements AutoCloseable {
    /** Columns of a screen. */
    static final int WIDTH = 160;
    /** What its log is to tell, of its levels: errors alone. */
    private static final int ERRORS = 2;
    private static final String QUIET = "_ZN3ale6Logger7setModeENS0_4modeE";

    private final ALEInterface console;
    private final int height;

    /**
     * Switches it on; {@link #reset} begins a game.
     *
     * @param rom a file that the emulator is known to play
     * @param seed of its chance, from 0
     * @param sticky chance that a frame repeats the last action
     */
    Emulator(Path rom, int seed, double sticky) {
        console = open(rom, seed, sticky);
        height = (int) console.getScreen().height();
    }

    private static synchronized ALEInterface open(Path rom, int seed, double sticky) { // making one is nowhere said to be safe in threads
        silence();
        ALEInterface console = new ALEInterface();
        console.setInt("random_seed", seed);
        console.setFloat("repeat_action_probability", (float) sticky);
        console.loadROM(rom.toString());
        return console;
    }

    /** It tells of each cartridge, and would tell that to those who want to read of runs. */
    private static void silence() {
        String glue = Loader.load(org.bytedeco.ale.global.ale.class);
        File library = new File(new File(glue).getParentFile(), "libale.so");
        try {
            NativeLibrary.getInstance(library.getPath()).getFunction(QUIET).invokeVoid(new Object[] {ERRORS});
        } catch (UnsatisfiedLinkError e) {
            System.getLogger(Emulator.class.getName()).log(System.Logger.Level.DEBUG, "the emulator cannot be silenced", e);
        }
    }

    /** Why it cannot be loaded on this machine, if it cannot. */
    static Optional<String> obstacle() {
        try {
            Loader.load(org.bytedeco.ale.global.ale.class);
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of("the emulator cannot be loaded on this machine, it is for Linux on x86-64: " + e.getMessage());
        }
    }

    /** Rows of a screen. */
    int height() {
        return height;
    }

    /** Begins a game; the emulator's chance goes on. */
    void reset() {
        console.reset_game();
    }

    /** Lets a frame pass with an action, see {@link Cartridge#ACTIONS}, and gives what it earned. */
    int act(int action) {
        return console.act(action);
    }

    /** Whether the game is over. */
    boolean over() {
        return console.game_over();
    }

    /** Lives that are left, 0 in games without. */
    int lives() {
        return console.lives();
    }

    /** Writes the screen in grey, row after row, {@link #height} by {@link #WIDTH}. */
    void grey(byte[] screen) {
        console.getScreenGrayscale(screen);
    }

    /** The memory of the console, 128 bytes. */
    byte[] memory() {
        byte[] memory = new byte[(int) console.getRAM().size()];
        console.getRAM().array().get(memory);
        return memory;
    }

    /** All that later frames depend on, the emulator's chance included; not what the screen shows now. */
    byte[] save() {
        try (ALEState state = console.cloneSystemState(); BytePointer bytes = state.serialize()) {
            byte[] saved = new byte[(int) bytes.limit()];
            bytes.get(saved);
            return saved;
        }
    }

    /** Takes back what {@link #save} of one with the same cartridge gave. */
    void restore(byte[] saved) {
        try (BytePointer bytes = new BytePointer(saved); ALEState state = new ALEState(bytes)) {
            console.restoreSystemState(state);
        }
    }

    @Override
    public void close() {
        console.close();
    }
}
