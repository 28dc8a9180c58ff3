package org.palimpsest.datasets.arcade;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.RandomStreams;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What all games keep to. */
public class GamesTest {
    private static final Games GAMES = Games.of(GamesTest.class.getClassLoader());

    @DataProvider
    public Object[][] games() {
        return GAMES.all().stream().map(game -> new Object[] {game}).toArray(Object[][]::new);
    }

    @Test
    public void areFoundByTheServiceLoader() {
        assertEquals(GAMES.ids(), List.of("asterix", "breakout", "freeway", "seaquest", "space-invaders"));
        assertEquals(GAMES.get("breakout").title(), "keep a ball in play and break bricks with it");
        assertEquals(expectThrows(IllegalArgumentException.class, () -> GAMES.get("braekout")).getMessage(),
                "no game 'braekout' (did you mean 'breakout'?)");
        assertTrue(GAMES.find("pong").isEmpty());
    }

    @Test(dataProvider = "games")
    public void haveAllActionsOrThoseWithAnEffect(GameModule module) {
        List<String> full = List.of("no-op", "left", "up", "right", "down", "fire");
        List<String> minimal = switch (module.id()) {
            case "asterix" -> full.subList(0, 5);
            case "breakout" -> List.of("no-op", "left", "right");
            case "freeway" -> List.of("no-op", "up", "down");
            case "space-invaders" -> List.of("no-op", "left", "right", "fire");
            default -> full;
        };
        assertEquals(module.info(GameSettings.PUBLISHED).actions(), full);
        assertEquals(module.info(new GameSettings(0, true, false)).actions(), minimal);
        assertEquals(module.start(new GameSettings(0, true, false), 1).info(), module.info(new GameSettings(0, true, false)));
    }

    /** The same future with either numbering of the same actions. */
    @Test(dataProvider = "games")
    public void playTheMinimalActionsAsTheSameOfAll(GameModule module) {
        Game all = Board.start(module, Board.PLAIN, 4);
        Game few = Board.start(module, new GameSettings(0, true, false), 4);
        UniformRandomProvider random = RandomStreams.of(1).get("actions");
        for (int i = 0; i < 3000; i++) {
            int action = random.nextInt(few.info().actions().size());
            assertEquals(few.step(action), all.step(all.info().actions().indexOf(few.info().actions().get(action))));
            assertEquals(Board.observation(few), Board.observation(all));
            assertEquals(few.over(), all.over());
            if (few.over()) {
                few.reset();
                all.reset();
            }
        }
    }

    @Test(dataProvider = "games")
    public void areTheSameWithTheSameSeedAlone(GameModule module) {
        Set<String> futures = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            String future = future(started(module, seed), 400);
            assertEquals(future(started(module, seed), 400), future);
            futures.add(future);
        }
        assertEquals(futures.size(), 20);
    }

    private static Game started(GameModule module, long seed) {
        return Board.start(module, GameSettings.PUBLISHED, seed);
    }

    /** What comes of so many fixed actions. */
    private static String future(Game game, int steps) {
        UniformRandomProvider random = RandomStreams.of(9).get("actions");
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < steps; i++) {
            if (game.over()) {
                game.reset();
            }
            seen.append(game.step(random.nextInt(game.info().actions().size()))).append(game.over())
                    .append(Arrays.hashCode(Board.observation(game))).append(' ');
        }
        return seen.toString();
    }

    @Test(dataProvider = "games")
    public void goOnFromASnapshotAsIfNothingHadBeen(GameModule module) throws IOException {
        Game game = started(module, 5);
        UniformRandomProvider random = RandomStreams.of(2).get("actions");
        int middles = 0;
        for (int at = 0; at < 200; at++) {
            middles += game.over() ? 0 : 1;
            byte[] snapshot = snapshot(game);
            Game other = module.start(GameSettings.PUBLISHED, 77);
            other.load(new DataInputStream(new ByteArrayInputStream(snapshot)));
            assertEquals(other.over(), game.over());
            assertEquals(Board.observation(other), Board.observation(game));
            assertEquals(snapshot(other), snapshot);
            String future = future(other, 60);
            game = module.start(GameSettings.PUBLISHED, 78);
            game.load(new DataInputStream(new ByteArrayInputStream(snapshot)));
            assertEquals(future(game, 60), future);
            game.load(new DataInputStream(new ByteArrayInputStream(snapshot)));
            for (int i = 0; i < 7; i++) {
                if (game.over()) {
                    game.reset();
                }
                game.step(random.nextInt(6));
            }
        }
        assertTrue(middles > 100, middles + " snapshots inside an episode");
    }

    private static byte[] snapshot(Game game) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        game.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    public void refuseSnapshotsOfEachOther() throws IOException {
        byte[] snapshot = snapshot(started(GAMES.get("freeway"), 1));
        Game other = started(GAMES.get("asterix"), 1);
        IOException refused = expectThrows(IOException.class, () -> other.load(new DataInputStream(new ByteArrayInputStream(snapshot))));
        assertEquals(refused.getMessage(), "a snapshot of freeway is none of asterix");
    }

    @Test(dataProvider = "games")
    public void takeNoStepOutsideAnEpisode(GameModule module) {
        Game game = module.start(GameSettings.PUBLISHED, 1);
        assertTrue(game.over());
        assertEquals(expectThrows(IllegalStateException.class, () -> game.step(0)).getMessage(), module.id() + ": the episode is over");
    }

    @Test(dataProvider = "games")
    public void showZerosAndOnesOnly(GameModule module) {
        Game game = started(module, 3);
        byte[] target = new byte[game.info().bytes() + 2];
        for (int i = 0; i < 500; i++) {
            Arrays.fill(target, (byte) 7);
            game.observe(target, 1);
            assertEquals(target[0], (byte) 7);
            assertEquals(target[target.length - 1], (byte) 7);
            for (int j = 1; j < target.length - 1; j++) {
                assertTrue(target[j] == 0 || target[j] == 1);
            }
            game.step(i % 6);
            if (game.over()) {
                game.reset();
            }
        }
    }

    /** A paddle that is to go left and right in turn: how often it does not, because the action before sticks. */
    @Test
    public void makeTheLastActionAgainAsOftenAsSettingsSay() {
        for (double chance : new double[] {0, 0.1, 0.5, 1}) {
            Game game = new Breakout().start(new GameSettings(chance, true, true), 8);
            int stuck = 0;
            int tries = 4000;
            game.reset();
            game.step(GridGame.NONE);
            for (int i = 0; i < tries; i++) {
                game.reset();
                int before = Board.cells(game, "paddle").get(0).get(1);
                game.step(i % 2 == 0 ? GridGame.LEFT : GridGame.RIGHT);
                int after = Board.cells(game, "paddle").get(0).get(1);
                stuck += after != before + (i % 2 == 0 ? -1 : 1) ? 1 : 0;
            }
            // a run of sticking actions comes back to the wanted one every second time
            double expected = chance == 1 ? 1 : chance / (1 + chance);
            assertEquals((double) stuck / tries, expected, 0.025, "chance " + chance);
        }
    }

    @Test(dataProvider = "games")
    public void areSeenInColours(GameModule module) {
        Game game = started(module, 3);
        int[] picture = new int[100];
        game.render(picture);
        byte[] observation = Board.observation(game);
        for (int i = 0; i < picture.length; i++) {
            boolean taken = false;
            for (int plane = 0; plane < game.info().planes().size(); plane++) {
                taken |= observation[plane * 100 + i] != 0;
            }
            assertEquals(picture[i] != 0, taken, "cell " + i);
        }
    }
}
