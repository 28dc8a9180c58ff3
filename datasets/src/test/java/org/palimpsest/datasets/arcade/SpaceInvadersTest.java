package org.palimpsest.datasets.arcade;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import org.testng.annotations.Test;

public class SpaceInvadersTest {
    private static Game start() {
        return Board.start(new SpaceInvaders(), Board.PLAIN, 1);
    }

    @Test
    public void startsWithABlockOfAliensThatMovesLeft() {
        Game game = start();
        List<List<Integer>> aliens = Board.cells(game, "alien");
        assertEquals(aliens.size(), 24);
        assertTrue(aliens.stream().allMatch(cell -> cell.get(0) <= 3 && cell.get(1) >= 2 && cell.get(1) <= 7), aliens.toString());
        assertEquals(Board.cells(game, "alien-left"), aliens);
        assertEquals(Board.cells(game, "alien-right"), List.of());
        assertEquals(Board.cells(game, "cannon"), List.of(List.of(9, 5)));
    }

    @Test
    public void whoStandsStillIsShotInTheSeventeenthStep() {
        Game game = start();
        assertEquals(Board.lasts(game, GridGame.NONE, 100), 17);
        assertEquals(Board.cells(game, "enemy-bullet"), List.of(List.of(9, 5)));
    }

    @Test
    public void aShotTakesTheAlienInItsWay() {
        Game game = start();
        for (int i = 0; i < 5; i++) {
            assertEquals(game.step(GridGame.FIRE), 0f);
            assertEquals(Board.cells(game, "friendly-bullet"), List.of(List.of(8 - i, 5)));
        }
        assertEquals(game.step(GridGame.FIRE), 1f);
        assertEquals(Board.cells(game, "alien").size(), 23);
        assertEquals(Board.cells(game, "friendly-bullet"), List.of(List.of(8, 5)), "the next shot");
    }

    @Test
    public void aliensMoveInTheThirteenthStep() {
        Game game = start();
        for (int i = 0; i < 13; i++) {
            assertEquals(Board.cells(game, "alien").get(0), List.of(0, 2));
            game.step(GridGame.NONE);
        }
        assertEquals(Board.cells(game, "alien").get(0), List.of(0, 1));
    }
}
