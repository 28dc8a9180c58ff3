package org.palimpsest.harness.control;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.palimpsest.datasets.Problems;
import org.palimpsest.results.record.ReturnScale;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** What scores are told by is read from files, and used where it was measured. */
public class ReferencesTest {
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

    private static ControlSpec stream(double sticky, ControlSpec.Actions actions) {
        return new ControlSpec("s", 1, "control", List.of("breakout"), 1, OptionalDouble.of(sticky), Optional.of(true),
                Optional.of(actions), ControlSpec.Boundaries.TOLD, Optional.empty());
    }

    /** What is found where one file says what was measured in pong. */
    private References references(int reference, Problems problems) throws IOException {
        Path files = Files.createDirectories(folder.resolve("palimpsest/references"));
        Files.writeString(files.resolve("pong.yaml"), String.join("\n", "game: pong", "stickyActions: 0.1", "ramping: true", "actions: full",
                "episodeLimit: 10", "measured: today", "chance: {episodes: 1000, mean: -20, sd: 1}",
                "reference: {by: me, episodes: 500, mean: " + reference + ", sd: 1}", ""));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            return References.of(loader, problems);
        }
    }

    @Test
    public void aGameHasAScaleIfItIsPlayedAsItWasMeasured() throws IOException {
        Problems problems = new Problems();
        References references = references(10, problems);
        problems.throwIfAny();
        assertEquals(references.scale("pong", stream(0.1, ControlSpec.Actions.FULL)),
                Optional.of(new ReturnScale(-20, 10, "me; 1000 episodes of chance and 500 of the reference, measured today")));
        assertTrue(references.scale("pong", stream(0, ControlSpec.Actions.FULL)).isEmpty());
        assertTrue(references.scale("pong", stream(0.1, ControlSpec.Actions.MINIMAL)).isEmpty());
        assertTrue(references.scale("breakout", stream(0.1, ControlSpec.Actions.FULL)).isEmpty());
    }

    @Test
    public void aReferenceNoBetterThanChanceIsRefused() throws IOException {
        Problems problems = new Problems();
        assertTrue(references(-20, problems).scale("pong", stream(0.1, ControlSpec.Actions.FULL)).isEmpty());
        assertEquals(problems.count(), 1);
        String message = expectThrows(RuntimeException.class, problems::throwIfAny).getMessage();
        assertTrue(message.contains("references/pong.yaml: reference.mean: value '-20.0': must be above chance.mean, -20.0"), message);
    }
}
