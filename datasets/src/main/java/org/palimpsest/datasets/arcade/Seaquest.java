package org.palimpsest.datasets.arcade;

import com.google.auto.service.AutoService;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A submarine takes divers aboard and brings them to the surface before its oxygen is used up, and shoots fish and other submarines, each
 * worth a point. A surfacing costs a diver. With six of them it costs all, and one more that is owed, and the oxygen that is left is worth
 * points. The game is over when the submarine meets an enemy or a bullet, when its oxygen is used up, and when it surfaces with no diver and
 * none owed; who never dives is never beaten. Ramping: each surfacing makes enemies appear more often, and every second one faster.
 */
@AutoService(GameModule.class)
public final class Seaquest extends GridModule {
    private static final int FRONT = 0;
    private static final int BACK = 1;
    private static final int BULLET = 2;
    private static final int TRAIL = 3;
    private static final int ENEMY_BULLET = 4;
    private static final int FISH = 5;
    private static final int ENEMY_SUBMARINE = 6;
    private static final int OXYGEN = 7;
    private static final int DIVERS = 8;
    private static final int DIVER = 9;

    /** For the service loader. */
    public Seaquest() {
        super("seaquest", "rescue divers and shoot what attacks",
                List.of(new Plane("front", 0xf2f2f2), new Plane("back", 0xa9b4c2), new Plane("friendly-bullet", 0xffd23f),
                        new Plane("trail", 0x33475b), new Plane("enemy-bullet", 0xff8c42), new Plane("fish", 0x5fb49c),
                        new Plane("enemy-submarine", 0xd1495b), new Plane("oxygen", 0x4a90d9), new Plane("divers", 0xd9b3ff),
                        new Plane("diver", 0xb980f0)),
                GridGame.NONE, GridGame.LEFT, GridGame.UP, GridGame.RIGHT, GridGame.DOWN, GridGame.FIRE);
    }

    @Override
    public Game start(GameSettings settings, long seed) {
        return new Play(this, settings, seed);
    }

    private static final class Play extends GridGame {
        private static final int LAST = SIZE - 1;
        private static final int DEEPEST = LAST - 1;
        private static final int OXYGEN_LIMIT = 200;
        private static final int MOST_DIVERS = 6;
        private static final int SHOT_PACE = 5;
        private static final int ENEMY_SHOT_PACE = 10;
        private static final int ENEMY_PACE = 20;
        private static final int DIVER_PACE = 30;
        private static final int MOVE_PACE = 5;
        private static final int FASTEST = 2;

        private final Swarm bullets = new Swarm(MOVE_PACE);
        private final Swarm enemyBullets = new Swarm(MOVE_PACE);
        private final Swarm fish = new Swarm(MOVE_PACE);
        private final Swarm submarines = new Swarm(MOVE_PACE);
        private final Swarm divers = new Swarm(MOVE_PACE);
        private int row;
        private int column;
        private int facing;
        private boolean atSurface;
        /** Divers aboard, or below zero what is owed. */
        private int aboard;
        private int oxygen;
        private int toShot;
        private int enemyPace;
        private int movePace;
        private int toEnemy;
        private int toDiver;
        private int ramps;

        Play(GridModule module, GameSettings settings, long seed) {
            super(module, settings, seed);
        }

        @Override
        void begin() {
            bullets.clear();
            enemyBullets.clear();
            fish.clear();
            submarines.clear();
            divers.clear();
            row = 0;
            column = 5;
            facing = -1;
            atSurface = true;
            aboard = 0;
            oxygen = OXYGEN_LIMIT;
            toShot = 0;
            enemyPace = ENEMY_PACE;
            movePace = MOVE_PACE;
            toEnemy = enemyPace;
            toDiver = DIVER_PACE;
            ramps = 0;
        }

        @Override
        int play(int action) {
            if (toEnemy == 0) {
                toEnemy = enemyPace;
                spawnEnemy();
            }
            if (toDiver == 0) {
                toDiver = DIVER_PACE;
                boolean fromTheLeft = coin();
                divers.add(1 + below(DEEPEST), fromTheLeft ? 0 : LAST, fromTheLeft ? 1 : -1, MOVE_PACE, 0);
            }
            act(action);
            int points = moveBullets();
            moveDivers();
            points += moveEnemies(submarines, true);
            moveEnemyBullets();
            points += moveEnemies(fish, false);
            toEnemy--;
            toDiver--;
            if (toShot > 0) {
                toShot--;
            }
            return points + breathe();
        }

        /** An enemy from either side, unless another one is on its way from the other side in the same row. */
        private void spawnEnemy() {
            boolean fromTheLeft = coin();
            boolean shoots = below(3) == 0;
            int direction = fromTheLeft ? 1 : -1;
            int where = 1 + below(DEEPEST);
            if (!fish.faces(where, direction) && !submarines.faces(where, direction)) {
                (shoots ? submarines : fish).add(where, fromTheLeft ? 0 : LAST, direction, movePace, ENEMY_SHOT_PACE);
            }
        }

        private void act(int action) {
            switch (action) {
                case LEFT -> {
                    column = Math.max(0, column - 1);
                    facing = -1;
                }
                case RIGHT -> {
                    column = Math.min(LAST, column + 1);
                    facing = 1;
                }
                case UP -> row = Math.max(0, row - 1);
                case DOWN -> row = Math.min(DEEPEST, row + 1);
                case FIRE -> {
                    if (toShot == 0) {
                        toShot = SHOT_PACE;
                        bullets.add(row, column, facing, 0, 0);
                    }
                }
                default -> { }
            }
        }

        private int moveBullets() {
            int points = 0;
            for (int i = 0; i < bullets.count(); i++) {
                if (!bullets.move(i)) {
                    bullets.remove(i--);
                    continue;
                }
                int where = bullets.row(i);
                int across = bullets.column(i);
                if (fish.removeAt(where, across) || submarines.removeAt(where, across)) {
                    points++;
                    bullets.remove(i--);
                }
            }
            return points;
        }

        private void moveDivers() {
            for (int i = 0; i < divers.count(); i++) {
                boolean stays = !rescues(i);
                if (stays && divers.moves(i, MOVE_PACE)) {
                    stays = divers.move(i) && !rescues(i);
                }
                if (!stays) {
                    divers.remove(i--);
                }
            }
        }

        /** Takes a diver aboard who is where the submarine is, if there is room. */
        private boolean rescues(int diver) {
            if (aboard == MOST_DIVERS || !divers.isAt(diver, row, column)) {
                return false;
            }
            aboard++;
            return true;
        }

        private int moveEnemies(Swarm enemies, boolean shoot) {
            int points = 0;
            for (int i = 0; i < enemies.count(); i++) {
                meet(enemies, i);
                if (enemies.moves(i, movePace)) {
                    if (!enemies.move(i)) {
                        enemies.remove(i--);
                        continue;
                    }
                    if (enemies.isAt(i, row, column)) {
                        end();
                    } else if (bullets.removeAt(enemies.row(i), enemies.column(i))) {
                        enemies.remove(i--);
                        points++;
                        continue;
                    }
                }
                if (shoot && enemies.shoots(i, ENEMY_SHOT_PACE)) {
                    enemyBullets.add(enemies.row(i), enemies.column(i), enemies.direction(i), 0, 0);
                }
            }
            return points;
        }

        private void moveEnemyBullets() {
            for (int i = 0; i < enemyBullets.count(); i++) {
                meet(enemyBullets, i);
                if (!enemyBullets.move(i)) {
                    enemyBullets.remove(i--);
                } else {
                    meet(enemyBullets, i);
                }
            }
        }

        private void meet(Swarm swarm, int which) {
            if (swarm.isAt(which, row, column)) {
                end();
            }
        }

        /** What comes of being below, or of being at the surface. */
        private int breathe() {
            if (row > 0) {
                atSurface = false;
                if (--oxygen < 0) {
                    end();
                }
                return 0;
            }
            if (atSurface) {
                return 0;
            }
            if (aboard == 0) {
                end();
                return 0;
            }
            atSurface = true;
            int points = 0;
            // the debt is none of the published rules, but what the published environment does
            if (aboard == MOST_DIVERS) {
                points = gauge();
                aboard = 0;
            }
            aboard--;
            oxygen = OXYGEN_LIMIT;
            if (ramping) {
                ramp();
            }
            return points;
        }

        private void ramp() {
            if (ramps % 2 == 1) {
                movePace = Math.max(FASTEST, movePace - 1);
            }
            enemyPace = Math.max(1, enemyPace - 1);
            ramps++;
        }

        private int gauge() {
            return Math.max(0, oxygen) * SIZE / OXYGEN_LIMIT;
        }

        @Override
        void draw(byte[] target, int offset) {
            mark(target, offset, FRONT, row, column);
            markBehind(target, offset, BACK, row, column, facing);
            bullets.draw(target, offset, BULLET);
            enemyBullets.draw(target, offset, ENEMY_BULLET);
            fish.draw(target, offset, FISH);
            submarines.draw(target, offset, ENEMY_SUBMARINE);
            divers.draw(target, offset, DIVER);
            fish.drawTrails(target, offset, TRAIL);
            submarines.drawTrails(target, offset, TRAIL);
            divers.drawTrails(target, offset, TRAIL);
            for (int i = gauge() - 1; i >= 0; i--) {
                mark(target, offset, OXYGEN, LAST, i);
            }
            for (int i = 0; i < aboard; i++) {
                mark(target, offset, DIVERS, LAST, LAST - 1 - i);
            }
        }

        @Override
        void write(DataOutput output) throws IOException {
            write(output, row, column, facing, atSurface ? 1 : 0, aboard, oxygen, toShot, enemyPace, movePace, toEnemy, toDiver, ramps);
            bullets.write(output);
            enemyBullets.write(output);
            fish.write(output);
            submarines.write(output);
            divers.write(output);
        }

        @Override
        void read(DataInput input) throws IOException {
            row = input.readInt();
            column = input.readInt();
            facing = input.readInt();
            atSurface = input.readInt() == 1;
            aboard = input.readInt();
            oxygen = input.readInt();
            toShot = input.readInt();
            enemyPace = input.readInt();
            movePace = input.readInt();
            toEnemy = input.readInt();
            toDiver = input.readInt();
            ramps = input.readInt();
            bullets.read(input);
            enemyBullets.read(input);
            fish.read(input);
            submarines.read(input);
            divers.read(input);
        }
    }
}
