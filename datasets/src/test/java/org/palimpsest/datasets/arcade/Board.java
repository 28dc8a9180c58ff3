package org.palimpsest.datasets.arcade;

import java.util.ArrayList;
import java.util.List;

/** What tests see of a game. */
final class Board {
    static final GameSettings PLAIN = new GameSettings(0, true, true);

    private Board() {}

    static Game start(GameModule module, GameSettings settings, long seed) {
        Game game = module.start(settings, seed);
        game.reset();
        return game;
    }

    static byte[] observation(Game game) {
        byte[] observation = new byte[game.info().bytes()];
        game.observe(observation, 0);
        return observation;
    }

    /** The cells of a plane that are taken, as row and column, row by row. */
    static List<List<Integer>> cells(Game game, String plane) {
        byte[] observation = observation(game);
        int at = game.info().planes().indexOf(plane) * GridGame.CELLS;
        List<List<Integer>> cells = new ArrayList<>();
        for (int i = 0; i < GridGame.CELLS; i++) {
            if (observation[at + i] != 0) {
                cells.add(List.of(i / GridGame.SIZE, i % GridGame.SIZE));
            }
        }
        return cells;
    }

    /** Makes one action until the episode is over; the number of steps, at most so many. */
    static int lasts(Game game, int action, int most) {
        int steps = 0;
        while (!game.over() && steps < most) {
            game.step(action);
            steps++;
        }
        return steps;
    }
}
