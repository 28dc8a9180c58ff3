package org.palimpsest.datasets.arcade;

import com.google.auto.service.AutoService;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A chicken crosses eight lanes, a row in three steps at the most; on the other side it wins a point, begins anew, and the cars get other
 * speeds. A car that it meets sends it back. An episode is 2,501 steps long, whatever happens. It has no ramping.
 */
@AutoService(GameModule.class)
public final class Freeway extends GridModule {
    private static final int CHICKEN = 0;
    private static final int CAR = 1;
    /** Of the trail of the fastest cars; the planes of slower ones follow. */
    private static final int FIRST_SPEED = 2;

    /** For the service loader. */
    public Freeway() {
        super("freeway", "cross a road of eight lanes",
                List.of(new Plane("chicken", 0xffd23f), new Plane("car", 0xd1495b), new Plane("speed-1", 0x9aa5b1), new Plane("speed-2", 0x828d99),
                        new Plane("speed-3", 0x6b7580), new Plane("speed-4", 0x545d67), new Plane("speed-5", 0x3e464f)),
                GridGame.NONE, GridGame.UP, GridGame.DOWN);
    }

    @Override
    public Game start(GameSettings settings, long seed) {
        return new Play(this, settings, seed);
    }

    private static final class Play extends GridGame {
        private static final int LANES = 8;
        private static final int SPEEDS = 5;
        private static final int STEPS = 2501;
        private static final int LAST = SIZE - 1;
        private static final int COLUMN = 4;
        private static final int PACE = 3;

        private final int[] columns = new int[LANES];
        private final int[] directions = new int[LANES];
        /** Steps for which a car stands still between two in which it moves. */
        private final int[] rests = new int[LANES];
        private final int[] waits = new int[LANES];
        private int row;
        private int wait;
        private int left;

        Play(GridModule module, GameSettings settings, long seed) {
            super(module, settings, seed);
        }

        @Override
        void begin() {
            row = LAST;
            wait = PACE;
            left = STEPS;
            for (int lane = 0; lane < LANES; lane++) {
                columns[lane] = 0;
            }
            setSpeeds();
        }

        private void setSpeeds() {
            for (int lane = 0; lane < LANES; lane++) {
                rests[lane] = 1 + below(SPEEDS);
                waits[lane] = rests[lane];
                directions[lane] = coin() ? 1 : -1;
            }
        }

        @Override
        int play(int action) {
            if (wait == 0 && (action == UP || action == DOWN)) {
                row = action == UP ? row - 1 : Math.min(LAST, row + 1);
                wait = PACE;
            }
            int points = 0;
            if (row == 0) {
                points = 1;
                row = LAST;
                setSpeeds();
            }
            for (int lane = 0; lane < LANES; lane++) {
                boolean met = columns[lane] == COLUMN;
                if (waits[lane]-- == 0) {
                    waits[lane] = rests[lane];
                    columns[lane] = past(columns[lane], directions[lane]);
                    met |= columns[lane] == COLUMN;
                }
                if (met && row == lane + 1) {
                    row = LAST;
                }
            }
            if (wait > 0) {
                wait--;
            }
            if (--left == 0) {
                end();
            }
            return points;
        }

        /** The next column in a direction; the road begins anew where it ends. */
        private static int past(int column, int direction) {
            int next = column + direction;
            return next < 0 ? LAST : next > LAST ? 0 : next;
        }

        @Override
        void draw(byte[] target, int offset) {
            mark(target, offset, CHICKEN, row, COLUMN);
            for (int lane = 0; lane < LANES; lane++) {
                mark(target, offset, CAR, lane + 1, columns[lane]);
                mark(target, offset, FIRST_SPEED + rests[lane] - 1, lane + 1, past(columns[lane], -directions[lane]));
            }
        }

        @Override
        void write(DataOutput output) throws IOException {
            write(output, row, wait, left);
            write(output, columns);
            write(output, directions);
            write(output, rests);
            write(output, waits);
        }

        @Override
        void read(DataInput input) throws IOException {
            row = input.readInt();
            wait = input.readInt();
            left = input.readInt();
            read(input, columns);
            read(input, directions);
            read(input, rests);
            read(input, waits);
        }
    }
}
