package org.palimpsest.datasets.arcade;

import com.google.auto.service.AutoService;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A paddle on the last row keeps a ball, which travels along diagonals, from the floor; each brick that the ball breaks is worth a point, and
 * the last one brings new ones once the ball is back at the paddle. The game is over when the ball is missed. It has no ramping.
 */
@AutoService(GameModule.class)
public final class Breakout extends GridModule {
    private static final int PADDLE = 0;
    private static final int BALL = 1;
    private static final int TRAIL = 2;
    private static final int BRICK = 3;

    /** For the service loader. */
    public Breakout() {
        super("breakout", "keep a ball in play and break bricks with it",
                List.of(new Plane("paddle", 0xf2f2f2), new Plane("ball", 0xffd23f), new Plane("trail", 0x8c7a3d), new Plane("brick", 0xd1495b)),
                GridGame.NONE, GridGame.LEFT, GridGame.RIGHT);
    }

    @Override
    public Game start(GameSettings settings, long seed) {
        return new Play(this, settings, seed);
    }

    private static final class Play extends GridGame {
        private static final int LAST = SIZE - 1;
        private static final int FIRST_BRICK = SIZE;
        private static final int BRICKS = 3 * SIZE;

        private final boolean[] bricks = new boolean[CELLS];
        private int left;
        private int paddle;
        private int row;
        private int column;
        private int down;
        private int across;
        private int trailRow;
        private int trailColumn;
        /** Whether the ball touched a brick in the last step: it breaks none in the next, but goes through. */
        private boolean touched;

        Play(GridModule module, GameSettings settings, long seed) {
            super(module, settings, seed);
        }

        @Override
        void begin() {
            boolean fromTheLeft = coin();
            row = 3;
            column = fromTheLeft ? 0 : LAST;
            down = 1;
            across = fromTheLeft ? 1 : -1;
            trailRow = row;
            trailColumn = column;
            paddle = 4;
            touched = false;
            build();
        }

        private void build() {
            Arrays.fill(bricks, FIRST_BRICK, FIRST_BRICK + BRICKS, true);
            left = BRICKS;
        }

        @Override
        int play(int action) {
            if (action == LEFT) {
                paddle = Math.max(0, paddle - 1);
            } else if (action == RIGHT) {
                paddle = Math.min(LAST, paddle + 1);
            }
            trailRow = row;
            trailColumn = column;
            int nextRow = row + down;
            int nextColumn = column + across;
            if (nextColumn < 0 || nextColumn > LAST) {
                nextColumn = column;
                across = -across;
            }
            int points = 0;
            boolean touches = false;
            if (nextRow < 0) {
                nextRow = 0;
                down = 1;
            } else if (bricks[nextRow * SIZE + nextColumn]) {
                touches = true;
                if (!touched) {
                    bricks[nextRow * SIZE + nextColumn] = false;
                    left--;
                    points = 1;
                    nextRow = row;
                    down = -down;
                }
            } else if (nextRow == LAST) {
                if (left == 0) {
                    build();
                }
                if (paddle == column || paddle == nextColumn) {
                    // at its side the paddle sends the ball back where it came from
                    across = paddle == column ? across : -across;
                    nextRow = row;
                    down = -1;
                } else {
                    end();
                }
            }
            touched = touches;
            row = nextRow;
            column = nextColumn;
            return points;
        }

        @Override
        void draw(byte[] target, int offset) {
            mark(target, offset, PADDLE, LAST, paddle);
            mark(target, offset, BALL, row, column);
            mark(target, offset, TRAIL, trailRow, trailColumn);
            int bricksAt = offset + BRICK * CELLS;
            for (int i = FIRST_BRICK; i < FIRST_BRICK + BRICKS; i++) {
                if (bricks[i]) {
                    target[bricksAt + i] = 1;
                }
            }
        }

        @Override
        void write(DataOutput output) throws IOException {
            write(output, paddle, row, column, down, across, trailRow, trailColumn);
            output.writeBoolean(touched);
            write(output, bricks);
        }

        @Override
        void read(DataInput input) throws IOException {
            paddle = input.readInt();
            row = input.readInt();
            column = input.readInt();
            down = input.readInt();
            across = input.readInt();
            trailRow = input.readInt();
            trailColumn = input.readInt();
            touched = input.readBoolean();
            read(input, bricks);
            left = 0;
            for (boolean brick : bricks) {
                left += brick ? 1 : 0;
            }
        }
    }
}
