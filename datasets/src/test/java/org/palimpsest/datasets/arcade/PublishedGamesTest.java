package org.palimpsest.datasets.arcade;

import static org.testng.Assert.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.RandomStreams;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * The games as published: what the reference package (MinAtar 1.0.15) was seen to do. Where no chance decides, sums over 20,000 steps with the
 * same actions, elsewhere means of many episodes.
 */
public class PublishedGamesTest {
    private static final int STEPS = 20_000;

    /** In space invaders a gunner plays who clears waves; one action in a hundred is a random one. */
    @Test
    public void spaceInvadersIsTheSameStepForStep() {
        assertEquals(new SpaceInvadersTrace(true).play(), "2174 points, 61 ends, c86f7e30");
        assertEquals(new SpaceInvadersTrace(false).play(), "2204 points, 61 ends, ff503c8a");
    }

    /** Random actions, in those episodes whose ball starts on the left. */
    @Test
    public void breakoutIsTheSameStepForStep() {
        assertEquals(new BreakoutTrace().play(), "824 points, 1930 ends, 99dcdf70");
    }

    /** Means of return and length of the reference with random actions, and their standard errors; of 60,000 episodes, 6,000 of freeway. */
    @DataProvider
    public Object[][] randomPlayers() {
        return new Object[][] {
            {new Asterix(), 4000, 0.499, 0.0025, 70.25, 0.13},
            {new Breakout(), 4000, 0.509, 0.0030, 11.20, 0.03},
            {new Freeway(), 500, 0.137, 0.0047, 2501, 0},
            {new Seaquest(), 4000, 0.101, 0.0016, 30.30, 0.15},
            {new SpaceInvaders(), 4000, 2.851, 0.0095, 51.24, 0.16},
        };
    }

    @Test(dataProvider = "randomPlayers")
    public void aRandomPlayerWinsAndLivesAsPublished(
            GameModule module, int episodes, double points, double pointsError, double steps, double stepsError) {
        Game game = module.start(GameSettings.PUBLISHED, 1);
        UniformRandomProvider random = RandomStreams.of(1).get("actions");
        double[] returns = new double[episodes];
        double[] lengths = new double[episodes];
        for (int i = 0; i < episodes; i++) {
            game.reset();
            while (!game.over()) {
                returns[i] += game.step(random.nextInt(6));
                lengths[i]++;
            }
        }
        assertMean(returns, points, pointsError);
        assertMean(lengths, steps, stepsError);
    }

    /** Within three standard errors of the difference of the two means. */
    private static void assertMean(double[] values, double expected, double expectedError) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (values.length - 1);
        assertEquals(mean, expected, 3 * Math.sqrt(variance / values.length + expectedError * expectedError) + 1e-9);
    }

    private abstract static class Trace {
        final Game game;
        private long state = 1;

        Trace(GameModule module, boolean ramping) {
            game = module.start(new GameSettings(0, ramping, true), 1);
        }

        abstract void fresh();

        abstract int action();

        final String play() {
            CRC32 sum = new CRC32();
            int points = 0;
            int ends = 0;
            fresh();
            for (int i = 0; i < STEPS; i++) {
                points += (int) game.step(action());
                if (game.over()) {
                    ends++;
                    fresh();
                }
                sum.update(Board.observation(game));
            }
            return points + " points, " + ends + " ends, " + Long.toHexString(sum.getValue());
        }

        /** Numbers that any language makes. */
        final int below(int bound) {
            state = state * 1103515245 + 12345 & 0x7fffffff;
            return (int) (state >> 16) % bound;
        }
    }

    private static final class BreakoutTrace extends Trace {
        BreakoutTrace() {
            super(new Breakout(), true);
        }

        @Override
        void fresh() {
            do {
                game.reset();
            } while (!Board.cells(game, "ball").equals(List.of(List.of(3, 0))));
        }

        @Override
        int action() {
            return below(6);
        }
    }

    private static final class SpaceInvadersTrace extends Trace {
        SpaceInvadersTrace(boolean ramping) {
            super(new SpaceInvaders(), ramping);
        }

        @Override
        void fresh() {
            game.reset();
        }

        @Override
        int action() {
            int drawn = below(300);
            return drawn < 3 ? drawn : gunner();
        }

        /** Steps out of the way of bullets, and else goes to where the nearest of the lowest aliens will be, and shoots. */
        private int gunner() {
            int cannon = Board.cells(game, "cannon").get(0).get(1);
            boolean[] danger = new boolean[GridGame.SIZE];
            for (List<Integer> bullet : Board.cells(game, "enemy-bullet")) {
                danger[bullet.get(1)] |= bullet.get(0) >= 5 && bullet.get(0) <= 8;
            }
            if (danger[cannon]) {
                int first = cannon > 4 ? -1 : 1;
                boolean other = danger[cannon + first] && cannon - first >= 0 && cannon - first < GridGame.SIZE && !danger[cannon - first];
                return (other ? -first : first) < 0 ? GridGame.LEFT : GridGame.RIGHT;
            }
            List<List<Integer>> aliens = Board.cells(game, "alien");
            int direction = Board.cells(game, "alien-left").isEmpty() ? 1 : -1;
            int nearest = Integer.MAX_VALUE;
            int aim = 0;
            for (int column = 0; column < GridGame.SIZE; column++) {
                int lowest = -1;
                for (List<Integer> alien : aliens) {
                    lowest = alien.get(1) == column ? alien.get(0) : lowest;
                }
                if (lowest >= 0) {
                    int there = column + direction * ((GridGame.SIZE - 1 - lowest) / Math.min(aliens.size(), 12));
                    there = there < 0 ? -1 - there : there > 9 ? 19 - there : there;
                    if (Math.abs(there - cannon) < nearest) {
                        nearest = Math.abs(there - cannon);
                        aim = there;
                    }
                }
            }
            if (aim == cannon) {
                return GridGame.FIRE;
            }
            return danger[cannon + Integer.signum(aim - cannon)] ? GridGame.NONE : aim < cannon ? GridGame.LEFT : GridGame.RIGHT;
        }
    }
}
