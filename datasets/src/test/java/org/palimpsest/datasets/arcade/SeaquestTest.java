package org.palimpsest.datasets.arcade;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.function.ToIntFunction;
import org.testng.annotations.Test;

public class SeaquestTest {
    private static Game start(boolean ramping, long seed) {
        return Board.start(new Seaquest(), new GameSettings(0, ramping, true), seed);
    }

    private static int gauge(Game game) {
        return Board.cells(game, "oxygen").size();
    }

    private static List<Integer> front(Game game) {
        return Board.cells(game, "front").get(0);
    }

    @Test
    public void startsAtTheSurfaceWithAFullGauge() {
        Game game = start(true, 1);
        assertEquals(Board.cells(game, "front"), List.of(List.of(0, 5)));
        assertEquals(Board.cells(game, "back"), List.of(List.of(0, 6)));
        assertEquals(gauge(game), 10);
    }

    @Test
    public void whoNeverDivesIsNeverBeaten() {
        Game game = start(true, 1);
        assertEquals(Board.lasts(game, GridGame.NONE, 60_000), 60_000);
        assertEquals(gauge(game), 10);
    }

    @Test
    public void theOxygenLastsForTwoHundredSteps() {
        boolean seen = false;
        for (long seed = 0; seed < 200 && !seen; seed++) {
            Game game = start(true, seed);
            game.step(GridGame.DOWN);
            assertEquals(gauge(game), 9);
            int steps = 1 + Board.lasts(game, GridGame.NONE, 1000);
            assertTrue(steps <= 201, steps + " steps");
            seen = steps == 201;
        }
        assertTrue(seen, "an episode that lack of oxygen ends");
    }

    @Test
    public void surfacingWithoutADiverIsTheEnd() {
        Game game = start(true, 1);
        game.step(GridGame.DOWN);
        assertFalse(game.over());
        game.step(GridGame.UP);
        assertTrue(game.over());
    }

    @Test
    public void shootsWhereItLooksEveryFifthStep() {
        Game game = start(true, 1);
        game.step(GridGame.RIGHT);
        assertEquals(Board.cells(game, "front"), List.of(List.of(0, 6)));
        assertEquals(Board.cells(game, "back"), List.of(List.of(0, 5)));
        for (int i = 0; i < 3; i++) {
            game.step(GridGame.FIRE);
            assertEquals(Board.cells(game, "friendly-bullet"), List.of(List.of(0, 7 + i)));
        }
        game.step(GridGame.FIRE);
        game.step(GridGame.FIRE);
        assertEquals(Board.cells(game, "friendly-bullet"), List.of());
        game.step(GridGame.FIRE);
        assertEquals(Board.cells(game, "friendly-bullet"), List.of(List.of(0, 7)));
    }

    @Test
    public void anEnemyComesEveryTwentyStepsAndADiverEveryThirty() {
        Game game = start(true, 2);
        for (int step = 1; step <= 31; step++) {
            game.step(GridGame.NONE);
            int enemies = Board.cells(game, "fish").size() + Board.cells(game, "enemy-submarine").size();
            assertEquals(enemies, step < 21 ? 0 : 1, "step " + step);
            assertEquals(Board.cells(game, "diver").size(), step < 31 ? 0 : 1, "step " + step);
        }
    }

    /** Every fifth surfacing brings six up, in games of a player who looks for divers and does not fear enemies. */
    @Test
    public void rescuesRefillTheGaugeAndSixAreWorthTheOxygenLeft() {
        int ordinary = 0;
        int full = 0;
        Game game = start(false, 4);
        for (int episode = 0; episode < 4000 && (ordinary < 20 || full < 3); episode++) {
            game.reset();
            int wanted = episode % 5 == 0 ? 1 : 6;
            while (!game.over()) {
                int before = Board.cells(game, "divers").size();
                int left = gauge(game);
                boolean below = front(game).get(0) > 0;
                float points = game.step(diver(game, wanted).applyAsInt(front(game)));
                if (game.over() || !below || front(game).get(0) > 0) {
                    continue;
                }
                assertEquals(gauge(game), 10);
                if (before == 6) {
                    assertEquals(points, left, 1.01f);
                    assertEquals(Board.cells(game, "divers").size(), 0);
                    full++;
                } else {
                    assertEquals(Board.cells(game, "divers").size(), before - 1);
                    ordinary++;
                }
                break;
            }
        }
        assertTrue(ordinary >= 20 && full >= 3, ordinary + " ordinary surfacings, " + full + " with six");
    }

    private static ToIntFunction<List<Integer>> diver(Game game, int wanted) {
        return at -> {
            int aboard = Board.cells(game, "divers").size();
            List<List<Integer>> divers = Board.cells(game, "diver");
            if (aboard >= wanted || aboard > 0 && gauge(game) < 2) {
                return GridGame.UP;
            }
            if (divers.isEmpty()) {
                return GridGame.NONE;
            }
            List<Integer> aim = divers.get(0);
            return aim.get(0) > at.get(0) ? GridGame.DOWN : aim.get(0) < at.get(0) ? GridGame.UP
                    : aim.get(1) < at.get(1) ? GridGame.LEFT : GridGame.RIGHT;
        };
    }
}
