package org.palimpsest.datasets.arcade;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.testng.annotations.Test;

public class FreewayTest {
    private static Game start(long seed) {
        return Board.start(new Freeway(), Board.PLAIN, seed);
    }

    private static int row(Game game) {
        return Board.cells(game, "chicken").get(0).get(0);
    }

    @Test
    public void startsAtTheRoadsideWithACarInEachLane() {
        Game game = start(1);
        assertEquals(Board.cells(game, "chicken"), List.of(List.of(9, 4)));
        assertEquals(Board.cells(game, "car").stream().map(cell -> cell.get(0)).toList(), List.of(1, 2, 3, 4, 5, 6, 7, 8));
        assertTrue(Board.cells(game, "car").stream().allMatch(cell -> cell.get(1) == 0));
        assertEquals(trails(game).size(), 8);
    }

    private static List<List<Integer>> trails(Game game) {
        List<List<Integer>> trails = new ArrayList<>();
        for (int speed = 1; speed <= 5; speed++) {
            trails.addAll(Board.cells(game, "speed-" + speed));
        }
        return trails;
    }

    @Test
    public void anEpisodeIs2501StepsLong() {
        assertEquals(Board.lasts(start(1), GridGame.NONE, 10_000), 2501);
        assertEquals(Board.lasts(start(2), GridGame.UP, 10_000), 2501);
    }

    @Test
    public void theChickenMovesEveryThirdStep() {
        Game game = start(0);
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            game.step(GridGame.UP);
            rows.add(row(game));
        }
        assertEquals(rows, List.of(9, 9, 9, 8, 8, 8, 7));
    }

    /** A thousand episodes of the reference have a mean of 16.8 and a standard deviation of 12.7: cars may be such that nobody gets past them. */
    @Test
    public void whoAlwaysGoesUpCrossesAsOftenAsPublished() {
        double points = 0;
        double most = 0;
        Game game = start(3);
        for (int i = 0; i < 1000; i++) {
            double before = points;
            game.reset();
            while (!game.over()) {
                points += game.step(GridGame.UP);
            }
            most = Math.max(most, points - before);
        }
        assertEquals(points / 1000, 16.8, 1.6);
        assertTrue(most >= 39, most + " at most");
    }

    /** The plane of a car's trail tells how many steps it stands still between two moves. */
    @Test
    public void carsMoveAsTheirTrailsSay() {
        Game game = start(4);
        for (int speed = 1; speed <= 5; speed++) {
            for (List<Integer> trail : Board.cells(game, "speed-" + speed)) {
                int direction = trail.get(1) == 9 ? 1 : -1;
                assertEquals(columnAfter(trail.get(0), 60), Math.floorMod(direction * (60 / (speed + 1)), 10));
            }
        }
    }

    private static int columnAfter(int lane, int steps) {
        Game game = start(4);
        for (int i = 0; i < steps; i++) {
            game.step(GridGame.NONE);
        }
        return Board.cells(game, "car").get(lane - 1).get(1);
    }

    @Test
    public void aCarSendsTheChickenBackAndACrossingChangesTheSpeeds() {
        boolean hit = false;
        boolean crossed = false;
        Game game = start(5);
        while (!game.over()) {
            int before = row(game);
            List<Integer> speeds = trails(game).stream().map(cell -> cell.get(0)).toList();
            boolean point = game.step(GridGame.UP) == 1;
            if (point) {
                assertEquals(before, 1);
                assertEquals(row(game), 9);
                crossed |= !trails(game).stream().map(cell -> cell.get(0)).toList().equals(speeds);
            } else if (row(game) > before) {
                assertEquals(row(game), 9);
                hit = true;
            }
        }
        assertTrue(hit && crossed);
        assertFalse(Board.cells(game, "car").isEmpty());
    }
}
