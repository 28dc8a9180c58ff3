package org.palimpsest.datasets.arcade;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.List;
import org.testng.annotations.Test;

public class BreakoutTest {
    private static Game start(long seed) {
        return Board.start(new Breakout(), Board.PLAIN, seed);
    }

    /** A game whose ball starts on that side. */
    private static Game from(int column) {
        for (long seed = 0; seed < 100; seed++) {
            Game game = start(seed);
            if (Board.cells(game, "ball").equals(List.of(List.of(3, column)))) {
                return game;
            }
        }
        throw new AssertionError("a hundred seeds, and no ball in column " + column);
    }

    @Test
    public void standsAsPublishedAtItsStart() {
        Game game = start(1);

        assertEquals(Board.cells(game, "paddle"), List.of(List.of(9, 4)));
        assertEquals(Board.cells(game, "trail"), Board.cells(game, "ball"));
        List<List<Integer>> bricks = Board.cells(game, "brick");
        assertEquals(bricks.size(), 30);
        assertTrue(bricks.stream().allMatch(brick -> brick.get(0) >= 1 && brick.get(0) <= 3), bricks.toString());
    }

    @Test
    public void aBallThatIsNotMetIsLost() {
        Game game = from(0);
        assertEquals(Board.lasts(game, 0, 100), 6);
        assertEquals(Board.cells(game, "ball"), List.of(List.of(9, 6)));
    }

    @Test
    public void thePaddleSendsTheBallBack() {
        Game game = from(9);
        for (int i = 0; i < 6; i++) {
            game.step(0);
        }
        assertEquals(Board.cells(game, "ball"), List.of(List.of(8, 3)));
        assertEquals(Board.cells(game, "trail"), List.of(List.of(8, 4)));
        game.step(0);
        assertEquals(Board.cells(game, "ball"), List.of(List.of(7, 2)));
        assertFalse(game.over());
    }

    @Test
    public void atItsSideThePaddleSendsTheBallWhereItCameFrom() {
        Game game = from(0);
        game.step(3);
        game.step(3);
        for (int i = 0; i < 4; i++) {
            game.step(0);
        }
        assertEquals(Board.cells(game, "ball"), List.of(List.of(8, 6)));
        game.step(0);
        assertEquals(Board.cells(game, "ball"), List.of(List.of(7, 5)));
    }

    @Test
    public void thePaddleStaysOnTheBoard() {
        Game game = start(2);
        for (int i = 0; i < 5; i++) {
            game.step(1);
        }
        assertEquals(Board.cells(game, "paddle"), List.of(List.of(9, 0)));
    }

    @Test
    public void aBrickIsAPointAndTurnsTheBall() {
        Game game = from(9);
        int before = 0;
        float points = 0;
        while (points == 0) {
            assertFalse(game.over());
            before = Board.cells(game, "ball").get(0).get(0);
            points = game.step(0);
        }
        assertEquals(points, 1f);
        assertEquals(Board.cells(game, "brick").size(), 29);
        assertEquals(Board.cells(game, "ball").get(0).get(0).intValue(), before);
        game.step(0);
        assertEquals(Board.cells(game, "ball").get(0).get(0).intValue(), before + 1);
    }

    /** A player who meets each ball, now with the middle and now with the side of the paddle. */
    @Test
    public void theLastBrickBringsNewOnes() {
        Game game = start(3);
        int most = 0;
        int points = 0;
        for (int step = 0; step < 200_000 && points < 31; step++) {
            if (game.over()) {
                points = 0;
                game.reset();
            }
            List<Integer> ball = Board.cells(game, "ball").get(0);
            List<Integer> trail = Board.cells(game, "trail").get(0);
            int paddle = Board.cells(game, "paddle").get(0).get(1);
            int ahead = ball.get(1) + (step % 3 == 0 ? ball.get(1) - trail.get(1) : 0);
            int before = Board.cells(game, "brick").size();
            points += (int) game.step(paddle > ahead ? 1 : paddle < ahead ? 3 : 0);
            int after = Board.cells(game, "brick").size();
            if (after > before) {
                assertEquals(before, 0);
                assertEquals(after, 30);
            }
            most = Math.max(most, points);
        }
        assertEquals(points, 31, "the best episode has " + most);
    }
}
