package org.palimpsest.datasets.arcade;

import com.google.auto.service.AutoService;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A cannon on the last row shoots at a block of aliens, each worth a point; they move from side to side, one row further down at each turn,
 * the faster the fewer there are, and the one nearest to the cannon shoots back. The game is over when an alien or a bullet meets the
 * cannon, or when aliens have to turn on the last row. When all are shot the next wave comes. There is no chance in it but in sticky actions.
 * Ramping: each wave moves faster.
 */
@AutoService(GameModule.class)
public final class SpaceInvaders extends GridModule {
    private static final int CANNON = 0;
    private static final int ALIEN = 1;
    private static final int ALIEN_LEFT = 2;
    private static final int ALIEN_RIGHT = 3;
    private static final int BULLET = 4;
    private static final int ENEMY_BULLET = 5;

    /** For the service loader. */
    public SpaceInvaders() {
        super("space-invaders", "shoot aliens before they are down",
                List.of(new Plane("cannon", 0xf2f2f2), new Plane("alien", 0x5fb49c), new Plane("alien-left", 0x5fb49c),
                        new Plane("alien-right", 0x4a90d9), new Plane("friendly-bullet", 0xffd23f), new Plane("enemy-bullet", 0xd1495b)),
                GridGame.NONE, GridGame.LEFT, GridGame.RIGHT, GridGame.FIRE);
    }

    @Override
    public Game start(GameSettings settings, long seed) {
        return new Play(this, settings, seed);
    }

    /** A row of aliens or bullets is a number with a bit for each column. */
    private static final class Play extends GridGame {
        private static final int LAST = SIZE - 1;
        private static final int WAVE_ROWS = 4;
        private static final int WAVE = 0b0011111100;
        private static final int FIRST_COLUMN = 1;
        private static final int LAST_COLUMN = 1 << LAST;
        private static final int ALIEN_PACE = 12;
        private static final int FASTEST_WAVE = 6;
        private static final int SHOT_PACE = 5;
        private static final int ENEMY_SHOT_PACE = 10;

        private final int[] aliens = new int[SIZE];
        private final int[] bullets = new int[SIZE];
        private final int[] enemyBullets = new int[SIZE];
        private int alive;
        private int cannon;
        private int direction;
        private int pace;
        private int toMove;
        private int toShot;
        private int toEnemyShot;

        Play(GridModule module, GameSettings settings, long seed) {
            super(module, settings, seed);
        }

        @Override
        void begin() {
            for (int row = 0; row < SIZE; row++) {
                aliens[row] = 0;
                bullets[row] = 0;
                enemyBullets[row] = 0;
            }
            wave();
            cannon = 5;
            direction = -1;
            pace = ALIEN_PACE;
            toMove = pace;
            toShot = 0;
            toEnemyShot = ENEMY_SHOT_PACE;
        }

        private void wave() {
            for (int row = 0; row < WAVE_ROWS; row++) {
                aliens[row] = WAVE;
            }
            alive = WAVE_ROWS * Integer.bitCount(WAVE);
        }

        @Override
        int play(int action) {
            if (action == FIRE && toShot == 0) {
                bullets[LAST] |= 1 << cannon;
                toShot = SHOT_PACE;
            } else if (action == LEFT) {
                cannon = Math.max(0, cannon - 1);
            } else if (action == RIGHT) {
                cannon = Math.min(LAST, cannon + 1);
            }
            for (int row = 0; row < LAST; row++) {
                bullets[row] = bullets[row + 1];
            }
            bullets[LAST] = 0;
            fall(enemyBullets);
            if (((enemyBullets[LAST] | aliens[LAST]) >> cannon & 1) != 0) {
                end();
            }
            if (toMove == 0) {
                toMove = Math.min(alive, pace);
                march();
            }
            if (toEnemyShot == 0) {
                toEnemyShot = ENEMY_SHOT_PACE;
                shootBack();
            }
            int points = 0;
            for (int row = 0; row < SIZE; row++) {
                int hit = aliens[row] & bullets[row];
                aliens[row] ^= hit;
                bullets[row] ^= hit;
                points += Integer.bitCount(hit);
            }
            alive -= points;
            if (toShot > 0) {
                toShot--;
            }
            toMove--;
            toEnemyShot--;
            if (alive == 0) {
                if (ramping && pace > FASTEST_WAVE) {
                    pace--;
                }
                wave();
            }
            return points;
        }

        private static void fall(int[] rows) {
            for (int row = LAST; row > 0; row--) {
                rows[row] = rows[row - 1];
            }
            rows[0] = 0;
        }

        /** Moves the aliens to the side, or down where there is no more room. */
        private void march() {
            int columns = 0;
            for (int row : aliens) {
                columns |= row;
            }
            if ((columns & (direction < 0 ? FIRST_COLUMN : LAST_COLUMN)) != 0) {
                direction = -direction;
                if (aliens[LAST] != 0) {
                    end();
                    return;
                }
                fall(aliens);
            } else {
                for (int row = 0; row < SIZE; row++) {
                    aliens[row] = direction < 0 ? aliens[row] >> 1 : aliens[row] << 1;
                }
            }
            if ((aliens[LAST] >> cannon & 1) != 0) {
                end();
            }
        }

        /** The lowest alien of the column that is nearest to the cannon, the left one of two, shoots. */
        private void shootBack() {
            for (int distance = 0; distance < SIZE; distance++) {
                if (cannon >= distance && shootFrom(1 << cannon - distance) || shootFrom(1 << cannon + distance)) {
                    return;
                }
            }
        }

        private boolean shootFrom(int column) {
            for (int row = LAST; row >= 0; row--) {
                if ((aliens[row] & column) != 0) {
                    enemyBullets[row] |= column;
                    return true;
                }
            }
            return false;
        }

        @Override
        void draw(byte[] target, int offset) {
            mark(target, offset, CANNON, LAST, cannon);
            draw(target, offset, ALIEN, aliens);
            draw(target, offset, direction < 0 ? ALIEN_LEFT : ALIEN_RIGHT, aliens);
            draw(target, offset, BULLET, bullets);
            draw(target, offset, ENEMY_BULLET, enemyBullets);
        }

        private static void draw(byte[] target, int offset, int plane, int[] rows) {
            for (int row = 0; row < SIZE; row++) {
                for (int rest = rows[row]; rest != 0; rest &= rest - 1) {
                    mark(target, offset, plane, row, Integer.numberOfTrailingZeros(rest));
                }
            }
        }

        @Override
        void write(DataOutput output) throws IOException {
            write(output, cannon, direction, pace, toMove, toShot, toEnemyShot);
            write(output, aliens);
            write(output, bullets);
            write(output, enemyBullets);
        }

        @Override
        void read(DataInput input) throws IOException {
            cannon = input.readInt();
            direction = input.readInt();
            pace = input.readInt();
            toMove = input.readInt();
            toShot = input.readInt();
            toEnemyShot = input.readInt();
            read(input, aliens);
            read(input, bullets);
            read(input, enemyBullets);
            alive = 0;
            for (int row : aliens) {
                alive += Integer.bitCount(row);
            }
        }
    }
}
