package org.palimpsest.ale;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.apache.commons.rng.core.RandomProviderDefaultState;
import org.apache.commons.rng.simple.RandomSource;
import org.palimpsest.datasets.arcade.Game;
import org.palimpsest.datasets.arcade.GameInfo;

/**
 * A game on the emulator. What it throws breaks the episode off, and the next one begins on another emulator; the chance of sticky actions is
 * the emulator's own, all other is drawn here.
 */
final class AleGame implements Game {
    private static final int FRAME = Screen.SIZE * Screen.SIZE;

    private final GameInfo info;
    private final int[] actions;
    private final AleOptions options;
    private final boolean fires;
    private final IntFunction<Emulator> console;
    private final RestorableUniformRandomProvider random;
    private final Screen screen;
    private final byte[] last;
    private final byte[] before;
    private final byte[] stack;
    private Emulator emulator;
    private boolean over = true;
    private boolean cut;
    private boolean goesOn;
    private boolean waits;
    private boolean failed;
    private boolean started;
    private int played;

    AleGame(GameInfo info, int[] actions, AleOptions options, Path rom, double sticky, long seed) {
        this(info, actions, options, chance -> new Emulator(rom, chance, sticky), seed);
    }

    /**
     * A game before its first episode.
     *
     * @param actions numbers of the actions in the order of their names
     * @param console switches an emulator on, given the seed of its chance
     */
    AleGame(GameInfo info, int[] actions, AleOptions options, IntFunction<Emulator> console, long seed) {
        this.info = info;
        this.actions = actions;
        this.options = options;
        this.console = console;
        fires = options.fireReset() && IntStream.of(actions).anyMatch(action -> action == Cartridge.FIRE);
        random = RandomSource.XO_SHI_RO_128_PP.create(seed);
        emulator = switchOn();
        screen = new Screen(emulator.height());
        last = screen.room();
        before = screen.room();
        stack = new byte[info.bytes()];
    }

    private Emulator switchOn() {
        return console.apply(random.nextInt(Integer.MAX_VALUE));
    }

    @Override
    public GameInfo info() {
        return info;
    }

    @Override
    public void reset() {
        boolean ended = over || cut;
        over = false;
        cut = false;
        if (ended && started && options.nextEpisode() == AleOptions.NextEpisode.NEXT_STEP) {
            waits = true;
            return;
        }
        try {
            begin(ended && goesOn);
        } catch (MissingRom e) {
            throw e;
        } catch (RuntimeException e) { // of an emulator that has been played on, maybe for long
            fail(e);
            begin(false);
        }
    }

    private void fail(RuntimeException e) {
        System.getLogger(AleGame.class.getName()).log(System.Logger.Level.WARNING, info.id() + ": the emulator has failed, another takes its place", e);
        failed = true;
    }

    private void begin(boolean goOn) {
        started = true;
        waits = false;
        goesOn = false;
        if (failed) {
            emulator.close();
            emulator = switchOn();
            failed = false;
        }
        if (goOn) {
            idle(options.frameSkip());
        } else {
            emulator.reset();
            played = 0;
            idle(random.nextInt(options.noOps() + 1));
        }
        emulator.grey(last);
        for (int i = 0; i < info.planes().size(); i++) {
            if (options.stack() == AleOptions.Stack.FIRST_FRAME || i == info.planes().size() - 1) {
                screen.frame(last, stack, i * FRAME);
            } else {
                Arrays.fill(stack, i * FRAME, (i + 1) * FRAME, (byte) 0);
            }
        }
    }

    /** Does nothing for some frames, but for the button, which is pressed in the first of them, or in one if they are none. */
    private void idle(int frames) {
        if (fires) {
            wait(Cartridge.FIRE);
        }
        for (int i = fires ? 1 : 0; i < frames; i++) {
            wait(Cartridge.NO_OP);
        }
    }

    private void wait(int action) {
        emulator.act(action);
        if (emulator.over()) {
            emulator.reset();
        }
    }

    @Override
    public float step(int action) {
        if (over || cut) {
            throw new IllegalStateException(info.id() + ": the episode is over");
        }
        try {
            if (waits) {
                begin(goesOn);
                return 0;
            }
            return play(actions[action]);
        } catch (MissingRom e) {
            throw e;
        } catch (RuntimeException e) { // of the emulator, whose state is not known from here on
            fail(e);
            cut = true;
            return 0;
        }
    }

    private float play(int action) {
        int lives = emulator.lives();
        int reward = 0;
        int passed = 0;
        boolean lost = false;
        while (passed < options.frameSkip() && !emulator.over() && !lost) {
            reward += emulator.act(action);
            passed++;
            lost = options.lostLife() != AleOptions.LostLife.NOTHING && emulator.lives() < lives;
            if (options.maximum() && passed == options.frameSkip() - 1) {
                emulator.grey(before);
            }
        }
        emulator.grey(last);
        if (options.maximum() && passed == options.frameSkip() && passed > 1) {
            Screen.brighter(last, before);
        }
        System.arraycopy(stack, FRAME, stack, 0, stack.length - FRAME);
        screen.frame(last, stack, stack.length - FRAME);
        played += passed;
        over = emulator.over() || lost;
        goesOn = lost && !emulator.over() && options.lostLife() == AleOptions.LostLife.EPISODE;
        if (options.maxFrames() > 0 && played >= options.maxFrames()) {
            goesOn = false;
            cut = !over;
        }
        return options.clipRewards() ? Integer.signum(reward) : reward;
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public boolean cut() {
        return cut;
    }

    @Override
    public void observe(byte[] target, int offset) {
        System.arraycopy(stack, 0, target, offset, stack.length);
    }

    /** Lives that are left, 0 in games without. */
    int lives() {
        return emulator.lives();
    }

    /** The memory of the console, 128 bytes. */
    byte[] memory() {
        return emulator.memory();
    }

    @Override
    public void render(int[] colours) {
        for (int i = 0; i < FRAME; i++) {
            colours[i] = 0x010101 * (stack[stack.length - FRAME + i] & 255);
        }
    }

    @Override
    public void save(DataOutput output) throws IOException {
        output.writeUTF(info.id());
        write(output, ((RandomProviderDefaultState) random.saveState()).getState());
        for (boolean flag : new boolean[] {over, cut, goesOn, waits, failed, started}) {
            output.writeBoolean(flag);
        }
        output.writeInt(played);
        output.write(stack);
        write(output, failed ? new byte[0] : emulator.save());
    }

    private static void write(DataOutput output, byte[] bytes) throws IOException {
        output.writeInt(bytes.length);
        output.write(bytes);
    }

    @Override
    public void load(DataInput input) throws IOException {
        String id = input.readUTF();
        if (!id.equals(info.id())) {
            throw new IOException("a snapshot of " + id + " is none of " + info.id());
        }
        random.restoreState(new RandomProviderDefaultState(read(input)));
        over = input.readBoolean();
        cut = input.readBoolean();
        goesOn = input.readBoolean();
        waits = input.readBoolean();
        failed = input.readBoolean();
        started = input.readBoolean();
        played = input.readInt();
        input.readFully(stack);
        byte[] state = read(input);
        if (!failed) {
            emulator.restore(state);
        }
    }

    private static byte[] read(DataInput input) throws IOException {
        byte[] bytes = new byte[input.readInt()];
        input.readFully(bytes);
        return bytes;
    }

    @Override
    public void close() {
        emulator.close();
    }
}
