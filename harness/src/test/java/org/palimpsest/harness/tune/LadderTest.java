package org.palimpsest.harness.tune;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Problems;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Searches over scores that are known in closed form. */
public class LadderTest {
    private final List<Integer> tried = new ArrayList<>();

    /** Climbs a ladder on which setting s with seed i has a value, or NaN where it diverges. */
    private Ladder climb(List<Rung> rungs, boolean lowerIsBetter, BiFunction<Integer, Integer, Double> value) {
        Ladder ladder = new Ladder(rungs);
        tried.clear();
        while (ladder.step().isPresent()) {
            int seeds = ladder.step().get().seeds();
            tried.add(ladder.left().size());
            ladder.take(ladder.left().stream().map(s -> new Score(s, IntStream.range(0, seeds).mapToObj(i -> value.apply(s, i)).filter(Double::isFinite)
                    .toList(), seeds)).toList(), lowerIsBetter);
        }
        return ladder;
    }

    private static List<Integer> order(Ladder ladder) {
        return ladder.ranked().stream().map(place -> place.score().setting()).toList();
    }

    /** The score of a learning rate and a buffer is highest at 0.1 and 300. */
    private static double peak(Map<String, String> setting) {
        double lr = Math.log10(Double.parseDouble(setting.get("lr"))) + 1;
        double buffer = (Double.parseDouble(setting.get("buffer")) - 300) / 300;
        return 1 - lr * lr - buffer * buffer;
    }

    private static Space space(String... axes) {
        Problems problems = new Problems();
        return new Space(List.of(axes).stream().map(axis -> problems.require(Axis.parse(axis, problems))).toList());
    }

    @Test
    public void aGridFindsThePointNextToThePeak() {
        List<Map<String, String>> grid = space("lr=0.001..10:log:5", "buffer=100..500:5").grid();
        Ladder ladder = climb(Rung.single(grid.size(), 3), false, (s, seed) -> peak(grid.get(s)) + (seed - 1) * 0.1);
        assertEquals(grid.get(ladder.best().orElseThrow().setting()), Map.of("lr", "0.1", "buffer", "300"));
        assertEquals(ladder.best().get().mean().getAsDouble(), 1, 1e-12);
        assertEquals(ladder.best().get().sd().getAsDouble(), 0.1, 1e-12);
    }

    @Test
    public void chanceAndHalvingFindTheBestOfWhatTheyTry() {
        List<Map<String, String>> drawn = space("lr=0.001..10:log", "buffer=100..500").random(27, 0);
        int best = IntStream.range(0, 27).boxed().max((a, b) -> Double.compare(peak(drawn.get(a)), peak(drawn.get(b)))).orElseThrow();
        assertTrue(peak(drawn.get(best)) > 0.8, "one of 27 is near the peak");
        BiFunction<Integer, Integer, Double> value = (s, seed) -> peak(drawn.get(s)) + (seed % 2 == 0 ? 1e-3 : -1e-3);
        assertEquals(climb(Rung.single(27, 9), false, value).best().orElseThrow().setting(), best);
        Ladder halved = climb(Rung.halving(27, 9, 3), false, value);
        assertEquals(halved.best().orElseThrow().setting(), best);
        assertEquals(tried, List.of(27, 9, 3));
        assertEquals(halved.ranked().size(), 27);
        assertEquals(halved.ranked().stream().map(Ladder.Place::rung).toList().subList(0, 10), List.of(3, 3, 3, 2, 2, 2, 2, 2, 2, 1));
    }

    @DataProvider
    public Object[][] ladders() {
        return new Object[][] {
            {27, 9, 3, List.of(27, 1, 9, 3, 3, 9), 27 + 9 * 2 + 3 * 6},
            {9, 3, 3, List.of(9, 1, 3, 3), 9 + 3 * 2},
            {10, 3, 2, List.of(10, 1, 5, 2, 2, 3), 10 + 5 + 2},
            {5, 9, 3, List.of(5, 1), 5},
            {1, 4, 3, List.of(1, 1), 1},
            {8, 1, 3, List.of(8, 1), 8},
        };
    }

    @Test(dataProvider = "ladders")
    public void halvingKeepsASharePerStepAndUsesRunsOfEarlierSteps(int settings, int seeds, int eta, List<Integer> expected, int runs) {
        List<Rung> rungs = Rung.halving(settings, seeds, eta);
        assertEquals(rungs.stream().flatMap(rung -> List.of(rung.settings(), rung.seeds()).stream()).toList(), expected);
        assertEquals(Rung.runs(rungs), runs);
    }

    /** Setting 0 is best by its one run that ended, and last. */
    @Test
    public void whatDivergesComesLastAndIsNeverChosen() {
        Ladder ladder = climb(Rung.single(4, 2), false, (s, seed) -> s == 0 ? seed == 0 ? 9 : Double.NaN : s == 2 ? Double.NaN : s);
        assertEquals(order(ladder), List.of(3, 1, 0, 2));
        assertEquals(climb(Rung.single(3, 1), false, (s, seed) -> Double.NaN).best(), Optional.empty());
    }

    @Test
    public void tiesGoToTheFirst() {
        assertEquals(order(climb(Rung.single(4, 1), false, (s, seed) -> s == 1 ? 0.0 : 0.5)), List.of(0, 2, 3, 1));
    }

    @Test
    public void lessMayBeBetter() {
        assertEquals(order(climb(Rung.halving(9, 3, 3), true, (s, seed) -> (double) Math.abs(s - 4))).subList(0, 3), List.of(4, 3, 5));
    }
}
