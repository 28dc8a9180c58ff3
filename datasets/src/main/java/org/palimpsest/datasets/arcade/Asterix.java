package org.palimpsest.datasets.arcade;

import com.google.auto.service.AutoService;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Enemies and gold cross eight rows from either side, one in a row at most; the player, free to go where he likes, wins a point for each
 * gold, and the game is over when he meets an enemy. Ramping: every 102 steps they appear more often, every 204 they move faster.
 */
@AutoService(GameModule.class)
public final class Asterix extends GridModule {
    private static final int PLAYER = 0;
    private static final int ENEMY = 1;
    private static final int TRAIL = 2;
    private static final int GOLD = 3;

    /** For the service loader. */
    public Asterix() {
        super("asterix", "collect gold and keep away from enemies",
                List.of(new Plane("player", 0xf2f2f2), new Plane("enemy", 0xd1495b), new Plane("trail", 0x4a5560), new Plane("gold", 0xffd23f)),
                GridGame.NONE, GridGame.LEFT, GridGame.UP, GridGame.RIGHT, GridGame.DOWN);
    }

    @Override
    public Game start(GameSettings settings, long seed) {
        return new Play(this, settings, seed);
    }

    private static final class Play extends GridGame {
        private static final int ROWS = 8;
        private static final int LAST = SIZE - 1;
        private static final int FREE = -1;
        private static final int SPAWN_PACE = 10;
        private static final int MOVE_PACE = 5;
        private static final int RAMP_PACE = 102;

        /** Of what crosses a row: its column, or that there is none. */
        private final int[] columns = new int[ROWS];
        private final int[] directions = new int[ROWS];
        private final boolean[] gold = new boolean[ROWS];
        private int row;
        private int column;
        private int spawnPace;
        private int movePace;
        private int toSpawn;
        private int toMove;
        private int toRamp;
        private int ramps;

        Play(GridModule module, GameSettings settings, long seed) {
            super(module, settings, seed);
        }

        @Override
        void begin() {
            Arrays.fill(columns, FREE);
            row = 5;
            column = 5;
            spawnPace = SPAWN_PACE;
            movePace = MOVE_PACE;
            toSpawn = spawnPace;
            toMove = movePace;
            toRamp = RAMP_PACE;
            ramps = 0;
        }

        @Override
        int play(int action) {
            if (toSpawn == 0) {
                toSpawn = spawnPace;
                spawn();
            }
            switch (action) {
                case LEFT -> column = Math.max(0, column - 1);
                case RIGHT -> column = Math.min(LAST, column + 1);
                case UP -> row = Math.max(1, row - 1);
                case DOWN -> row = Math.min(ROWS, row + 1);
                default -> { }
            }
            int points = meet();
            if (toMove == 0) {
                toMove = movePace;
                for (int i = 0; i < ROWS; i++) {
                    if (columns[i] != FREE) {
                        int next = columns[i] + directions[i];
                        columns[i] = next > LAST ? FREE : next;
                    }
                }
                points += meet();
            }
            toSpawn--;
            toMove--;
            if (ramping && --toRamp == 0) {
                ramp();
            }
            return points;
        }

        /** Lets something enter a free row, if there is one. */
        private void spawn() {
            int free = 0;
            for (int i = 0; i < ROWS; i++) {
                free += columns[i] == FREE ? 1 : 0;
            }
            if (free == 0) {
                return;
            }
            int chosen = below(free);
            for (int i = 0; i < ROWS; i++) {
                if (columns[i] == FREE && chosen-- == 0) {
                    boolean fromTheLeft = coin();
                    columns[i] = fromTheLeft ? 0 : LAST;
                    directions[i] = fromTheLeft ? 1 : -1;
                    gold[i] = below(3) == 0;
                    return;
                }
            }
        }

        /** What comes of what is where the player is. */
        private int meet() {
            if (columns[row - 1] != column) {
                return 0;
            }
            if (!gold[row - 1]) {
                end();
                return 0;
            }
            columns[row - 1] = FREE;
            return 1;
        }

        private void ramp() {
            toRamp = RAMP_PACE;
            if (ramps % 2 == 1 && movePace > 1) {
                movePace--;
            }
            spawnPace = Math.max(1, spawnPace - 1);
            ramps++;
        }

        @Override
        void draw(byte[] target, int offset) {
            mark(target, offset, PLAYER, row, column);
            for (int i = 0; i < ROWS; i++) {
                if (columns[i] != FREE) {
                    mark(target, offset, gold[i] ? GOLD : ENEMY, i + 1, columns[i]);
                    markBehind(target, offset, TRAIL, i + 1, columns[i], directions[i]);
                }
            }
        }

        @Override
        void write(DataOutput output) throws IOException {
            write(output, row, column, spawnPace, movePace, toSpawn, toMove, toRamp, ramps);
            write(output, columns);
            write(output, directions);
            write(output, gold);
        }

        @Override
        void read(DataInput input) throws IOException {
            row = input.readInt();
            column = input.readInt();
            spawnPace = input.readInt();
            movePace = input.readInt();
            toSpawn = input.readInt();
            toMove = input.readInt();
            toRamp = input.readInt();
            ramps = input.readInt();
            read(input, columns);
            read(input, directions);
            read(input, gold);
        }
    }
}
