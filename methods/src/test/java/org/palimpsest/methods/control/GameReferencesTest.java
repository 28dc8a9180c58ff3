package org.palimpsest.methods.control;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.arcade.GameBatch;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.datasets.arcade.Games;
import org.palimpsest.harness.config.Definitions;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What is written of games is what they give. */
public class GameReferencesTest {
    private static final ClassLoader LOADER = GameReferencesTest.class.getClassLoader();
    private static final int EPISODES = 300;

    @DataProvider
    public Object[][] games() {
        return Games.of(LOADER).ids().stream().map(game -> new Object[] {game}).toArray(Object[][]::new);
    }

    private static Map<String, Object> written(String game) {
        return new Definitions("references", LOADER).values(game, "", "", new Problems()).orElseThrow().tree();
    }

    @Test
    public void thePageShowsThem() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "| game | random: mean (sd, episodes) | reference: mean (sd, episodes) | the reference | measured |", "|---|---|---|---|---|"));
        for (String game : Games.of(LOADER).ids()) {
            Map<String, Object> written = written(game);
            Map<?, ?> reference = (Map<?, ?>) written.get("reference");
            lines.add("| " + String.join(" | ", game, returns(written.get("chance")), returns(reference), reference.get("by").toString(),
                    written.get("measured").toString()) + " |");
        }
        String page = Files.readString(Path.of("../docs/arcade.md"));
        String begin = "<!-- references -->";
        assertEquals(page.substring(page.indexOf(begin) + begin.length(), page.indexOf("<!-- end of references -->")).strip(), String.join("\n", lines));
    }

    private static String returns(Object section) {
        return String.format(Locale.ROOT, "%.2f (%.2f, %.0f)", number(section, "mean"), number(section, "sd"), number(section, "episodes"));
    }

    private static double number(Object section, String key) {
        return ((Number) ((Map<?, ?>) section).get(key)).doubleValue();
    }

    /** Random actions get within five standard errors of it, and it was measured well enough. */
    @Test(dataProvider = "games")
    public void chanceIsAsWritten(String game) {
        Map<String, Object> written = written(game);
        assertEquals(written.get("game"), game);
        Object chance = written.get("chance");
        assertTrue(number(chance, "episodes") >= 1000, written.toString());
        assertTrue(number(written.get("reference"), "mean") > number(chance, "mean"), written.toString());
        double error = number(chance, "sd") * Math.sqrt(1.0 / EPISODES + 1 / number(chance, "episodes"));
        assertEquals(play(game, (int) number(written, "episodeLimit")), number(chance, "mean"), 5 * error, game);
    }

    /** Mean return of as many episodes of random actions, the first of each of as many games. */
    private static double play(String game, int limit) {
        double sum = 0;
        try (GameBatch games = new GameBatch(Games.of(LOADER).get(game), GameSettings.PUBLISHED, EPISODES, 7, limit)) {
            Random random = new Random(7);
            byte[] observations = new byte[EPISODES * games.info().bytes()];
            int[] actions = new int[EPISODES];
            float[] rewards = new float[EPISODES];
            boolean[] over = new boolean[EPISODES];
            boolean[] cut = new boolean[EPISODES];
            boolean[] done = new boolean[EPISODES];
            games.reset(observations);
            for (int left = EPISODES; left > 0;) {
                Arrays.setAll(actions, i -> random.nextInt(games.info().actions().size()));
                games.step(actions, observations, rewards, over, cut);
                for (int i = 0; i < EPISODES; i++) {
                    if (!done[i]) {
                        sum += rewards[i];
                        done[i] = over[i] || cut[i];
                        left -= done[i] ? 1 : 0;
                    }
                }
            }
        }
        return sum / EPISODES;
    }
}
