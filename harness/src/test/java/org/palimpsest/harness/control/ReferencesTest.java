package org.palimpsest.harness.control;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.arcade.GameBatch;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.datasets.arcade.Games;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Definitions;
import org.palimpsest.results.record.ReturnScale;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What scores are told by is what games give. */
public class ReferencesTest {
    private static final ClassLoader LOADER = ReferencesTest.class.getClassLoader();
    private static final int EPISODES = 300;

    private Path folder;

    @BeforeMethod
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-folders")), "references");
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    @DataProvider
    public Object[][] games() {
        return Games.of(LOADER).ids().stream().map(game -> new Object[] {game}).toArray(Object[][]::new);
    }

    private static ControlSpec stream(double sticky, ControlSpec.Actions actions) {
        return new ControlSpec("s", 1, "control", List.of("breakout"), 1, sticky, true, actions, ControlSpec.Boundaries.TOLD);
    }

    private static References.Entry entry(String game) {
        Problems problems = new Problems();
        References.Entry entry = new Definitions("references", LOADER).values(game, "", "", problems)
                .flatMap(values -> new Binder(problems).bind(References.Entry.class, values)).orElseThrow();
        problems.throwIfAny();
        return entry;
    }

    /** Random actions get within five standard errors of what is written down. */
    @Test(dataProvider = "games")
    public void randomActionsGetWhatIsWritten(String game) {
        References.Entry entry = entry(game);
        assertEquals(entry.game(), game);
        assertTrue(entry.random().episodes() >= 1000, entry.toString());
        double sum = 0;
        GameModule module = Games.of(LOADER).get(game);
        try (GameBatch games = new GameBatch(module, GameSettings.PUBLISHED, EPISODES, 7, entry.episodeLimit())) {
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
        double error = entry.random().sd() * Math.sqrt(1.0 / EPISODES + 1.0 / entry.random().episodes());
        assertEquals(sum / EPISODES, entry.random().mean(), 5 * error, game);
    }

    @Test
    public void aGameThatIsPlayedOtherwiseHasNoScale() {
        Problems problems = new Problems();
        References references = References.of(LOADER, problems);
        problems.throwIfAny();
        ReturnScale scale = references.scale("breakout", stream(0.1, ControlSpec.Actions.FULL)).orElseThrow();
        assertEquals(scale.random(), entry("breakout").random().mean());
        assertTrue(scale.source().startsWith("dqn, ") && scale.source().contains(" random and "), scale.source());
        assertTrue(references.scale("breakout", stream(0, ControlSpec.Actions.FULL)).isEmpty());
        assertTrue(references.scale("breakout", stream(0.1, ControlSpec.Actions.MINIMAL)).isEmpty());
        assertTrue(references.scale("pong", stream(0.1, ControlSpec.Actions.FULL)).isEmpty());
    }

    /** A plug-in brings its own; a reference that is no better than chance is an error in its file. */
    @Test
    public void aReferenceNoBetterThanChanceIsRefused() throws IOException {
        Path files = Files.createDirectories(folder.resolve("palimpsest/references"));
        Files.writeString(files.resolve("pong.yaml"), String.join("\n", "game: pong", "stickyActions: 0.1", "ramping: true", "actions: full",
                "episodeLimit: 10", "measured: today", "random: {episodes: 1000, mean: -20, sd: 1}",
                "reference: {by: me, episodes: 1000, mean: -20, sd: 1}", ""));
        Problems problems = new Problems();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, LOADER)) {
            assertTrue(References.of(loader, problems).scale("pong", stream(0.1, ControlSpec.Actions.FULL)).isEmpty());
        }
        assertEquals(problems.count(), 1);
        String message = expectThrows(RuntimeException.class, problems::throwIfAny).getMessage();
        assertTrue(message.contains("references/pong.yaml: reference.mean: value '-20.0': must be above random.mean, -20.0"), message);
    }
}
