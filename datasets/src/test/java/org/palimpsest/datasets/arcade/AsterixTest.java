package org.palimpsest.datasets.arcade;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.testng.annotations.Test;

public class AsterixTest {
    private static Game start(boolean ramping, long seed) {
        return Board.start(new Asterix(), new GameSettings(0, ramping, true), seed);
    }

    private static List<List<Integer>> crossing(Game game) {
        List<List<Integer>> all = new ArrayList<>(Board.cells(game, "enemy"));
        all.addAll(Board.cells(game, "gold"));
        return all;
    }

    @Test
    public void beginsInTheMiddleOfAnEmptyField() {
        Game game = start(true, 1);
        assertEquals(Board.cells(game, "player"), List.of(List.of(5, 5)));
        assertEquals(crossing(game), List.of());
    }

    @Test
    public void thePlayerKeepsToTheEightRows() {
        Game game = start(true, 1);
        for (int i = 0; i < 5; i++) {
            game.step(GridGame.UP);
        }
        assertEquals(Board.cells(game, "player"), List.of(List.of(1, 5)));
        for (int i = 0; i < 5; i++) {
            game.step(GridGame.RIGHT);
        }
        assertEquals(Board.cells(game, "player"), List.of(List.of(1, 9)));
    }

    @Test
    public void somethingEntersEveryTenStepsAndMovesEveryFive() {
        Game game = start(false, 3);
        for (int i = 0; i < 10; i++) {
            game.step(GridGame.NONE);
            assertEquals(crossing(game), List.of(), "step " + i);
        }
        game.step(GridGame.NONE);
        assertEquals(crossing(game).size(), 1);
        int row = crossing(game).get(0).get(0);
        int first = crossing(game).get(0).get(1);
        assertTrue(first == 1 || first == 8, "column " + first);
        int direction = first == 1 ? 1 : -1;
        assertEquals(Board.cells(game, "trail"), List.of(List.of(row, first - direction)));
        for (int i = 0; i < 4; i++) {
            game.step(GridGame.NONE);
            assertEquals(crossing(game), List.of(List.of(row, first)));
        }
        game.step(GridGame.NONE);
        assertEquals(crossing(game), List.of(List.of(row, first + direction)));
    }

    /** Follows what is gold, meets what is an enemy. */
    @Test
    public void goldIsAPointAndAnEnemyTheEnd() {
        int gold = 0;
        int ends = 0;
        for (long seed = 0; seed < 60; seed++) {
            Game game = start(false, seed);
            for (int step = 0; step < 120 && !game.over(); step++) {
                List<Integer> player = Board.cells(game, "player").get(0);
                List<List<Integer>> aims = Board.cells(game, seed % 2 == 0 ? "gold" : "enemy");
                int action = GridGame.NONE;
                if (!aims.isEmpty()) {
                    List<Integer> aim = aims.get(0);
                    action = aim.get(0) < player.get(0) ? GridGame.UP : aim.get(0) > player.get(0) ? GridGame.DOWN
                            : aim.get(1) < player.get(1) ? GridGame.LEFT : GridGame.RIGHT;
                }
                gold += (int) game.step(action);
            }
            ends += seed % 2 == 1 && game.over() ? 1 : 0;
        }
        assertTrue(gold > 15, gold + " points");
        assertEquals(ends, 30);
    }

    /** The pace of what enters: the steps between the first sights of something, in a game that nobody can lose for lack of a player. */
    @Test
    public void rampingMakesItEnterMoreOften() {
        assertEquals(entries(false).subList(9, 12), List.of(101, 111, 121));
        assertEquals(entries(true).subList(9, 13), List.of(101, 111, 120, 129));
    }

    private static List<Integer> entries(boolean ramping) {
        for (long seed = 0; seed < 500; seed++) {
            Game game = start(ramping, seed);
            List<Integer> entries = new ArrayList<>();
            List<Integer> before = List.of();
            for (int step = 1; step < 140 && !game.over(); step++) {
                game.step(GridGame.NONE);
                List<Integer> rows = crossing(game).stream().map(cell -> cell.get(0)).toList();
                if (!before.containsAll(rows)) {
                    entries.add(step);
                }
                before = rows;
            }
            if (!game.over()) {
                return entries;
            }
        }
        throw new AssertionError("no player who stands still lives for 140 steps");
    }
}
