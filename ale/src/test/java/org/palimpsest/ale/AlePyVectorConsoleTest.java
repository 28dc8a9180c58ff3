package org.palimpsest.ale;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.arcade.Game;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.harness.config.Binder;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The preset plays as ale-py 0.12.1 was seen to. */
public class AlePyVectorConsoleTest {
    private static final int FRAME = Screen.SIZE * Screen.SIZE;

    private final AlePyVectorConsole console = new AlePyVectorConsole();

    @BeforeMethod
    public void findGames() {
        TestRoms.here();
    }

    private GameModule module(String game, Map<String, Object> options) {
        Problems problems = new Problems();
        return console.game("ale:" + game, problems.require(new Binder(problems).bind(console.options(), options, "test")));
    }

    private Game start(String game, Map<String, Object> options) {
        Game started = module(game, options).start(console.usual(), 1);
        started.reset();
        return started;
    }

    private static byte[] seen(Game game) {
        byte[] seen = new byte[game.info().bytes()];
        game.observe(seen, 0);
        return seen;
    }

    @Test
    public void stacksBeginWithZerosAndActionsAreTheMinimalOnes() {
        try (Game game = start("breakout", Map.of())) {
            assertEquals(game.info().actions().toString(), "[no-op, fire, right, left]");
            byte[] first = seen(game);
            assertEquals(Arrays.copyOf(first, 3 * FRAME), new byte[3 * FRAME]);
            assertFalse(Arrays.equals(Arrays.copyOfRange(first, 3 * FRAME, 4 * FRAME), new byte[FRAME]));
        }
    }

    /** As those of the published class with the same actions, without frames of chance before them: these are its sums. */
    @Test
    public void observationsAndRewardsAreTheSame() {
        try (Game game = start("pong", Map.of("noopMax", 0))) {
            CRC32 sum = new CRC32();
            sum.update(seen(game));
            float earned = 0;
            for (int step = 0; step < 200; step++) {
                earned += game.step(step * step / 3 % 6);
                sum.update(seen(game));
            }
            assertEquals(sum.getValue(), 2531688725L);
            assertEquals(earned, -4f);
        }
    }

    /** Idle breakout loses its first life only because the button was pressed. */
    @Test
    public void theButtonIsPressedAndTheNextGameBeginsInTheNextStep() {
        try (Game game = start("breakout", Map.of("episodicLife", true))) {
            int steps = 0;
            do {
                game.step(0);
                steps++;
            } while (!game.over());
            assertTrue(steps < 30, steps + " steps");
            byte[] last = seen(game);
            game.reset();
            assertEquals(seen(game), last);
            assertEquals(game.step(1), 0f);
            assertEquals(Arrays.copyOf(seen(game), 3 * FRAME), new byte[3 * FRAME]);
            assertEquals(((AleGame) game).lives(), 5);
        }
    }
}
