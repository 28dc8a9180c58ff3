package org.palimpsest.harness.control;

import static org.testng.Assert.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Definitions;
import org.testng.annotations.Test;

/** The ten sequences of minatar-7x500k are those that docs/arcade.md says how to draw. */
public class MinatarSequencesTest {
    private static final List<String> GAMES = List.of("breakout", "space-invaders", "freeway");
    private static final long SEED = 2026;

    @Test
    public void theyAreDrawnFromTheStatedSeed() {
        Random random = new Random(SEED);
        Set<List<String>> drawn = new LinkedHashSet<>();
        while (drawn.size() < 10) {
            List<String> sequence = new ArrayList<>();
            while (sequence.size() < 7) {
                String game = GAMES.get(random.nextInt(GAMES.size()));
                if (sequence.isEmpty() || !sequence.get(sequence.size() - 1).equals(game)) {
                    sequence.add(game);
                }
            }
            if (new HashSet<>(sequence).size() == GAMES.size()) {
                drawn.add(sequence);
            }
        }
        Definitions streams = new Definitions("streams", getClass().getClassLoader());
        List<List<String>> sequences = List.copyOf(drawn);
        for (int n = 0; n < sequences.size(); n++) {
            assertEquals(streams.values("minatar-7x500k-" + n, "", "", new Problems()).orElseThrow().tree().get("games"), sequences.get(n));
        }
    }
}
