package org.palimpsest.ale;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.arcade.Game;
import org.palimpsest.datasets.arcade.GameBatch;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.harness.config.Binder;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Real games, where they are. */
public class AleGameTest {
    private static final GameSettings STICKY = new GameSettings(0.25, false, true);
    private static final GameSettings MINIMAL = new GameSettings(0, false, false);
    private static final int FRAME = Screen.SIZE * Screen.SIZE;

    private Roms roms;

    @BeforeClass
    public void findGames() {
        roms = TestRoms.here();
    }

    private GameModule module(String game, Map<String, Object> options) {
        Problems problems = new Problems();
        return new AleGames(roms).game("ale:" + game, problems.require(new Binder(problems).bind(AleOptions.class, options, "test")));
    }

    private Game start(String game, GameSettings settings, Map<String, Object> options) {
        Game started = module(game, options).start(settings, 3);
        started.reset();
        return started;
    }

    private static byte[] seen(Game game) {
        byte[] seen = new byte[game.info().bytes()];
        game.observe(seen, 0);
        return seen;
    }

    private static byte[] frame(byte[] seen, int number) {
        return Arrays.copyOfRange(seen, number * FRAME, (number + 1) * FRAME);
    }

    /** Rewards, ends and memory of some steps of chance. */
    private static List<String> play(Game game, int steps, long seed) {
        Random chance = new Random(seed);
        List<String> played = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            float reward = game.step(chance.nextInt(game.info().actions().size()));
            played.add(reward + " " + game.over() + " " + game.cut() + " " + Arrays.hashCode(((AleGame) game).memory()) + " " + Arrays.hashCode(seen(game)));
            if (game.over() || game.cut()) {
                game.reset();
            }
        }
        return played;
    }

    @Test
    public void itLooksAsItIsDescribed() {
        try (Game game = start("pong", STICKY, Map.of())) {
            assertEquals(game.info().actions(), Cartridge.ACTIONS);
            assertEquals(game.info().bytes(), 4 * FRAME);
            assertEquals(game.info().brightest(), 255);
            assertTrue(module("pong", Map.of()).slow());
        }
        assertEquals(module("ms-pacman", Map.of()).info(MINIMAL).actions().size(), 9);
    }

    @Test
    public void theFirstObservationIsItsFirstFrameFourTimes() {
        try (Game game = start("breakout", STICKY, Map.of())) {
            byte[] first = seen(game);
            for (int i = 0; i < 3; i++) {
                assertEquals(frame(first, i), frame(first, 3));
            }
            game.step(Cartridge.FIRE);
            game.step(3);
            byte[] third = seen(game);
            assertEquals(frame(third, 0), frame(first, 3));
            assertEquals(frame(third, 1), frame(first, 3));
            assertFalse(Arrays.equals(frame(third, 3), frame(third, 2)));
            int[] colours = new int[FRAME];
            game.render(colours);
            assertEquals(colours[40 * 84 + 40] & 255, third[3 * FRAME + 40 * 84 + 40] & 255);
        }
    }

    /** Also of the chance of sticky actions, and where an episode has ended. */
    @Test
    public void aSnapshotHasTheSameFuture() throws IOException {
        for (String game : List.of("breakout", "space-invaders")) {
            try (Game one = start(game, STICKY, Map.of("lostLife", "episode"));
                    Game other = module(game, Map.of("lostLife", "episode")).start(STICKY, 99)) {
                play(one, 150, 1);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                one.save(new DataOutputStream(bytes));
                other.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
                assertEquals(seen(other), seen(one));
                assertEquals(play(other, 300, 2), play(one, 300, 2), game);
            }
        }
        try (Game pong = start("pong", STICKY, Map.of()); Game breakout = start("breakout", STICKY, Map.of())) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            pong.save(new DataOutputStream(bytes));
            DataInputStream wrong = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            assertEquals(expectThrows(IOException.class, () -> breakout.load(wrong)).getMessage(), "a snapshot of ale:pong is none of ale:breakout");
        }
    }

    /** What is seen after each step by a batch. */
    private List<Integer> batch(int threads) throws IOException {
        List<Integer> seen = new ArrayList<>();
        Random chance = new Random(5);
        try (GameBatch games = new GameBatch(module("breakout", Map.of()), STICKY, 4, 8, 60, threads)) {
            byte[] observations = new byte[4 * games.info().bytes()];
            float[] rewards = new float[4];
            games.reset(observations);
            for (int step = 0; step < 150; step++) {
                games.step(chance.ints(4, 0, 18).toArray(), observations, rewards, new boolean[4], new boolean[4]);
                seen.add(Arrays.hashCode(observations) * 31 + Arrays.hashCode(rewards));
            }
            ByteArrayOutputStream state = new ByteArrayOutputStream();
            games.save(new DataOutputStream(state));
            seen.add(Arrays.hashCode(state.toByteArray()));
        }
        return seen;
    }

    @Test
    public void threadsMakeNoDifference() throws IOException {
        List<Integer> alone = batch(1);
        assertEquals(batch(2), alone);
        assertEquals(batch(7), alone);
    }

    @Test
    public void aLimitOfFramesBreaksAGameOff() {
        try (Game game = start("pong", STICKY, Map.of("maxFrames", 40))) {
            for (int step = 1; step <= 10; step++) {
                assertFalse(game.cut() || game.over());
                game.step(0);
            }
            assertTrue(game.cut() && !game.over());
            assertEquals(expectThrows(IllegalStateException.class, () -> game.step(0)).getMessage(), "ale:pong: the episode is over");
            game.reset();
            assertFalse(game.cut());
        }
    }

    /** Steps of pressing the button until an episode ends, and lives that are left then. */
    private static int[] untilTheEnd(AleGame game) {
        int steps = 0;
        do {
            game.step(Cartridge.FIRE);
            steps++;
        } while (!game.over());
        return new int[] {steps, game.lives()};
    }

    @Test
    public void aLostLifeIsNothingOrTheEndOfAnEpisodeOrOfTheGame() {
        GameSettings plain = new GameSettings(0, false, true);
        try (AleGame game = (AleGame) start("breakout", plain, Map.of("noOps", 0));
                AleGame lives = (AleGame) start("breakout", plain, Map.of("noOps", 0, "lostLife", "episode"));
                AleGame games = (AleGame) start("breakout", plain, Map.of("noOps", 0, "lostLife", "game"))) {
            int[] whole = untilTheEnd(game);
            assertEquals(whole[1], 0);
            int[] first = untilTheEnd(lives);
            assertEquals(first[1], 4);
            assertTrue(first[0] < whole[0]);
            lives.reset();
            assertEquals(lives.lives(), 4, "the game goes on");
            assertEquals(frame(seen(lives), 0), frame(seen(lives), 3));
            assertEquals(untilTheEnd(lives)[1], 3);
            assertEquals(untilTheEnd(games), first);
            games.reset();
            assertEquals(games.lives(), 5, "the game begins anew");
            assertEquals(module("breakout", Map.of("lostLife", "game")).scored(), module("breakout", Map.of()));
        }
    }

    @Test
    public void rewardsAreClippedIfAskedForAndScoresNever() {
        Map<String, Object> clipped = Map.of("clipRewards", true);
        GameModule module = module("space-invaders", clipped);
        assertEquals(most(module), 1f);
        assertTrue(most(module.scored()) >= 5, "space invaders gives 5 points at least");
        assertEquals(most(module("space-invaders", Map.of())), most(module.scored()));
        assertEquals(module("space-invaders", Map.of("lostLife", "episode")).scored(), module.scored());
    }

    private static float most(GameModule module) {
        float most = 0;
        try (Game game = module.start(STICKY, 1)) {
            game.reset();
            for (int step = 0; step < 200 && !game.over(); step++) {
                most = Math.max(most, game.step(Cartridge.FIRE));
            }
        }
        return most;
    }

    /** An emulator that fails in its frame of some number. */
    private static final class Failing extends Emulator {
        private int left;

        Failing(Roms roms, int frames) {
            super(roms.file(Cartridge.all().get("ale:pong")), 1, 0);
            left = frames;
        }

        @Override
        int act(int action) {
            if (left-- == 0) {
                throw new IllegalStateException("broken");
            }
            return super.act(action);
        }
    }

    @Test
    public void whereAnEmulatorFailsItsEpisodeIsCutOffAndAnotherPlaysOn() throws IOException {
        Problems problems = new Problems();
        AleOptions options = problems.require(new Binder(problems).bind(AleOptions.class, Map.of("noOps", 0), "test"));
        int[] frames = {10, 1_000_000, 1_000_000};
        int[] used = {0};
        try (AleGame game = new AleGame(module("pong", Map.of()).info(STICKY), new int[] {0, 1, 2, 3}, options,
                seed -> new Failing(roms, frames[used[0]++]), 1)) {
            game.reset();
            game.step(0);
            game.step(0);
            byte[] before = seen(game);
            assertEquals(game.step(0), 0f);
            assertTrue(game.cut() && !game.over());
            assertEquals(seen(game), before, "what was seen last");
            game.reset();
            assertEquals(used[0], 2);
            game.step(0);
            assertFalse(game.cut());
        }
    }
}
