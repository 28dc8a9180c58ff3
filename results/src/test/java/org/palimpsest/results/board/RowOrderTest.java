package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.palimpsest.results.compare.Comparison;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RunRecord;
import org.testng.annotations.Test;

/** In whatever order runs come, their ranks and their comparison are the same; many have the same score. */
public class RowOrderTest {
    private static final Metrics METRICS = Metrics.builtIn();

    private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(3);

    private <T> List<T> shuffled(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        for (int i = copy.size() - 1; i > 0; i--) {
            Collections.swap(copy, i, random.nextInt(i + 1));
        }
        return copy;
    }

    private List<RunRecord> runs() {
        List<RunRecord> runs = new ArrayList<>();
        for (String method : List.of("a", "b", "c", "d", "e", "f")) {
            for (long seed = 0; seed < 4; seed++) {
                runs.add(Examples.scored(Examples.info(method, seed), 3 + random.nextInt(2)));
            }
        }
        return runs;
    }

    @Test
    public void aLeaderboardHasTheSameBytes() {
        for (int round = 0; round < 20; round++) {
            List<RunRecord> runs = runs();
            Leaderboard board = Leaderboard.of("x", runs, METRICS);
            Leaderboard other = Leaderboard.of("x", shuffled(runs), METRICS);
            assertEquals(new String(LeaderboardFiles.rows(other)), new String(LeaderboardFiles.rows(board)));
            assertEquals(new String(LeaderboardFiles.runs(other)), new String(LeaderboardFiles.runs(board)));
        }
    }

    @Test
    public void aComparisonHasTheSameLines() throws Exception {
        Path folder = Folders.fresh();
        try {
            Path a = Leaderboard.of("a", runs(), METRICS).write(folder);
            Path b = Leaderboard.of("b", runs(), METRICS).write(folder);
            Set<String> expected = lines(a, b);
            List<String> text = Files.readAllLines(folder.resolve("b.runs.csv"));
            List<String> other = new ArrayList<>(shuffled(text.subList(1, text.size())));
            other.add(0, text.get(0));
            Files.write(folder.resolve("b.runs.csv"), other);
            assertEquals(lines(a, b), expected);
        } finally {
            Folders.delete(folder);
        }
    }

    private static Set<String> lines(Path a, Path b) {
        return Comparison.of(LeaderboardRuns.read(a, METRICS), LeaderboardRuns.read(b, METRICS), List.of(), METRICS).csv().lines().collect(Collectors.toSet());
    }
}
