package org.palimpsest.datasets.arcade;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.rng.RandomProviderState;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.apache.commons.rng.core.RandomProviderDefaultState;
import org.apache.commons.rng.simple.RandomSource;

/**
 * What games on a grid of ten by ten cells have in common: sticky actions, chance, and snapshots. As in the published environments, the action
 * that may stick to the first step of an episode is the last one of the episode before.
 */
abstract class GridGame implements Game {
    /** Rows and columns. */
    static final int SIZE = 10;
    /** Cells of a plane. */
    static final int CELLS = SIZE * SIZE;

    static final int NONE = 0;
    static final int LEFT = 1;
    static final int UP = 2;
    static final int RIGHT = 3;
    static final int DOWN = 4;
    static final int FIRE = 5;

    /** Whether it gets harder in the course of an episode. */
    final boolean ramping;

    private final GridModule module;
    private final GameInfo info;
    private final int[] actions;
    private final long sticky;
    private final RestorableUniformRandomProvider random;
    private final byte[] picture;
    private int last = NONE;
    private boolean over = true;

    GridGame(GridModule module, GameSettings settings, long seed) {
        this.module = module;
        info = module.info(settings);
        actions = module.actions(settings);
        sticky = Math.round(settings.stickyActions() * (1L << Integer.SIZE));
        ramping = settings.ramping();
        random = RandomSource.XO_SHI_RO_128_PP.create(seed);
        picture = new byte[info.bytes()];
    }

    @Override
    public final GameInfo info() {
        return info;
    }

    @Override
    public final void reset() {
        over = false;
        begin();
    }

    @Override
    public final float step(int action) {
        if (over) {
            throw new IllegalStateException(info.id() + ": the episode is over");
        }
        int chosen = actions[action];
        if (sticky == 0 || Integer.toUnsignedLong(random.nextInt()) >= sticky) {
            last = chosen;
        }
        return play(last);
    }

    @Override
    public final boolean over() {
        return over;
    }

    @Override
    public final void observe(byte[] target, int offset) {
        Arrays.fill(target, offset, offset + picture.length, (byte) 0);
        draw(target, offset);
    }

    @Override
    public final void render(int[] colours) {
        observe(picture, 0);
        Arrays.fill(colours, 0, CELLS, 0);
        for (int i = picture.length - 1; i >= 0; i--) {
            if (picture[i] != 0) {
                colours[i % CELLS] = module.colour(i / CELLS);
            }
        }
    }

    @Override
    public final void save(DataOutput output) throws IOException {
        output.writeUTF(info.id());
        byte[] state = ((RandomProviderDefaultState) random.saveState()).getState();
        output.writeByte(state.length);
        output.write(state);
        output.writeByte(last);
        output.writeBoolean(over);
        write(output);
    }

    @Override
    public final void load(DataInput input) throws IOException {
        String id = input.readUTF();
        if (!id.equals(info.id())) {
            throw new IOException("a snapshot of " + id + " is none of " + info.id());
        }
        byte[] state = new byte[input.readUnsignedByte()];
        input.readFully(state);
        RandomProviderState saved = new RandomProviderDefaultState(state);
        random.restoreState(saved);
        last = input.readByte();
        over = input.readBoolean();
        read(input);
    }

    /** Sets the board up for an episode. */
    abstract void begin();

    /** Makes one step with an action of the full set and gives the reward. */
    abstract int play(int action);

    /** Marks cells in an observation of zeros. */
    abstract void draw(byte[] target, int offset);

    /** Writes the board, and all else that later steps depend on. */
    abstract void write(DataOutput output) throws IOException;

    /** Reads what {@link #write} wrote. */
    abstract void read(DataInput input) throws IOException;

    /** Ends the episode. */
    final void end() {
        over = true;
    }

    /** A number from 0 to below the bound, each (to one in a hundred million) as likely as the others. */
    final int below(int bound) {
        return (int) (Integer.toUnsignedLong(random.nextInt()) * bound >>> Integer.SIZE);
    }

    /** True or false, equally likely. */
    final boolean coin() {
        return random.nextInt() < 0;
    }

    /** Marks a cell. */
    static void mark(byte[] target, int offset, int plane, int row, int column) {
        target[offset + plane * CELLS + row * SIZE + column] = 1;
    }

    /** Marks the cell that something comes from, if it is on the grid. */
    static void markBehind(byte[] target, int offset, int plane, int row, int column, int direction) {
        int behind = column - direction;
        if (behind >= 0 && behind < SIZE) {
            mark(target, offset, plane, row, behind);
        }
    }

    /** Writes numbers. */
    static void write(DataOutput output, int... numbers) throws IOException {
        for (int number : numbers) {
            output.writeInt(number);
        }
    }

    /** Writes which cells, or other places, are taken. */
    static void write(DataOutput output, boolean[] places) throws IOException {
        for (boolean place : places) {
            output.writeBoolean(place);
        }
    }

    /** Reads numbers. */
    static void read(DataInput input, int[] numbers) throws IOException {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = input.readInt();
        }
    }

    /** Reads which places are taken. */
    static void read(DataInput input, boolean[] places) throws IOException {
        for (int i = 0; i < places.length; i++) {
            places[i] = input.readBoolean();
        }
    }
}
