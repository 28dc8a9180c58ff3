package org.palimpsest.results.view;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.board.LeaderboardRuns.Run;
import org.palimpsest.results.board.LeaderboardTable;
import org.palimpsest.results.board.Standing;
import org.palimpsest.results.board.Standings;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.table.Cell;
import org.palimpsest.results.table.Sheet;
import org.palimpsest.results.table.TableFormat;
import org.testng.annotations.Test;

public class ViewsTest {
    private static final String FINAL = "class_il.accuracy.final";
    private static final String FORGETTING = "class_il.forgetting.max";

    private static List<Run> runs(String benchmark, String method, String options, double cost, double... finals) {
        List<Run> runs = new ArrayList<>();
        for (double value : finals) {
            runs.add(new Run(benchmark, "pabc", "class-incremental", method, options, "lr=0.1", method.equals("joint"), runs.size(), "finished",
                    Map.of(FINAL, value, FORGETTING, 1 - value, "forward_flops", cost, "backward_flops", 2 * cost, "memory_bytes", 0.0)));
        }
        return runs;
    }

    @SafeVarargs
    private static Standings standings(List<Run>... runs) {
        List<Run> all = List.of(runs).stream().flatMap(List::stream).toList();
        return Standings.of(List.of(new LeaderboardRuns(Path.of("a.runs.csv"), all)), Metrics.builtIn());
    }

    private static Standings three() {
        return standings(
                runs("one", "er", "buffer=200", 1e12, .80, .82, .84), runs("one", "er", "buffer=500", 2e12, .90, .91, .92),
                runs("one", "finetune", "", .5e12, .2, .21, .19), runs("one", "joint", "", 1e11, .99, .98, .97));
    }

    private static List<String> column(Sheet sheet, String id) {
        int index = sheet.headings().stream().map(Sheet.Heading::id).toList().indexOf(id);
        return sheet.lines().stream().map(line -> line.cells().get(index)).map(Cell::text).toList();
    }

    @Test
    public void aFileIsRankedLikeTheRecords() {
        Sheet sheet = LeaderboardTable.of(three(), List.of()).get(0);
        assertEquals(column(sheet, "rank"), List.of("1", "2", "3", "bound"));
        assertEquals(column(sheet, "method"), List.of("er (buffer=500)", "er (buffer=200)", "finetune", "joint"));
        assertEquals(column(sheet, FINAL).get(0), "91.00 ± 2.48 (3)");
    }

    /** 3 and 6 TFLOP for 82 and 91 points; the bound is cheaper than all, and not on the front. */
    @Test
    public void costIsSetAgainstWhatItBuys() {
        Sheet sheet = new CostView(three(), CostAxis.find("flops").orElseThrow()).sheets().get(0);
        assertEquals(column(sheet, "method"), List.of("er (buffer=200)", "er (buffer=500)", "finetune", "joint"));
        assertEquals(column(sheet, "flops"), List.of("3", "6", "1.50", "0.300"));
        assertEquals(column(sheet, "times_least"), List.of("2.00", "4.00", "1.00", "0.20"));
        assertEquals(column(sheet, "per_TFLOP").get(0), "27.3 ± 1.66 (3)"); // half of t * .02 / sqrt 3, of 3
        assertEquals(column(sheet, "front"), List.of("yes", "yes", "yes", ""));
        assertTrue(sheet.notes().get(0).startsWith("the front, cheapest first: finetune, er (buffer=200), er (buffer=500)"), sheet.notes().toString());
    }

    @Test
    public void whatCostsNothingHasNoRatio() {
        Sheet sheet = new CostView(three(), CostAxis.find("bytes").orElseThrow()).sheets().get(0);
        assertEquals(Collections.frequency(column(sheet, "per_MiB"), "–"), 4);
        assertEquals(column(sheet, "front").stream().filter("yes"::equals).count(), 1, "the best of those that cost the same");
    }

    @Test
    public void conditionsHoldForWordsOptionsAndColumns() {
        assertEquals(methods("method=er"), List.of("er 500", "er 200"));
        assertEquals(methods("method=*e"), List.of("finetune "));
        assertEquals(methods("buffer=200.0"), List.of("er 200"));
        assertEquals(methods("buffer!=200"), List.of("er 500", "finetune ", "joint "));
        assertEquals(methods("forgetting<0.15"), List.of("er 500", "joint "));
        assertEquals(methods("class_il.forgetting.max >= 0.5"), List.of("finetune "));
        assertEquals(methods("bound=true"), List.of("joint "));
        assertEquals(methods("lr=0.10"), List.of("er 500", "er 200", "finetune ", "joint "));
        assertEquals(methods("nothing=1"), List.of());
        for (String bad : List.of("er", "=3", "forgetting<much", "forgetting<NaN", "forgetting<1d", "")) {
            expectThrows(IllegalArgumentException.class, () -> RowFilter.of(bad));
        }
    }

    private static List<String> methods(String condition) {
        Standings all = three();
        return all.only(RowFilter.of(condition).in(all)).rows().stream()
                .map(row -> row.row().method() + " " + row.row().options().getOrDefault("buffer", "")).toList();
    }

    @Test
    public void aFilteredRowKeepsItsRank() {
        Standings all = three();
        Standings part = all.only(RowFilter.of("method=finetune").in(all));
        assertEquals(part.rows().get(0).row().rank().getAsInt(), 3);
    }

    @Test
    public void rowsAreSortedByAColumnOrByName() {
        assertEquals(RowOrder.by("forgetting", three()).rows().get(0).row().method(), "joint");
        assertEquals(RowOrder.by("forward_flops", three()).rows().stream().map(ViewsTest::cost).toList(), List.of(1e11, .5e12, 1e12, 2e12));
        assertEquals(RowOrder.by("method", three()).rows().get(3).row().method(), "joint");
    }

    private static double cost(Standing standing) {
        return standing.mean("forward_flops").getAsDouble();
    }

    @Test
    public void rankingDoesNotDependOnTheOrderOfLines() {
        List<Run> all = new ArrayList<>();
        Random random = new Random(1);
        for (int method = 0; method < 9; method++) {
            double level = method / 10.0;
            all.addAll(runs("one", "m" + method, "", 1, level + random.nextDouble() / 9, level + random.nextDouble() / 9, level + random.nextDouble() / 9));
            all.addAll(runs("two", "m" + method, "", 1, level, level + .01, level));
        }
        String expected = text(all);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(all, random);
            assertEquals(text(all), expected);
        }
    }

    private static String text(List<Run> runs) {
        return TableFormat.JSON.write(LeaderboardTable.of(standings(runs), List.of()));
    }

    /** a has .8 .82 .84 and .4 .42 .44: of the sorted six one is cut off at each end, (.42 + .44 + .8 + .82) / 4. */
    @Test
    public void methodsAreComparedOverBenchmarks() {
        Standings standings = standings(
                runs("one", "a", "", 1, .80, .82, .84), runs("two", "a", "", 1, .40, .42, .44),
                runs("one", "b", "", 1, .70, .72, .75), runs("two", "b", "", 1, .30, .32, .35),
                runs("one", "c", "x=1", 1, .10, .12, .15), runs("two", "d", "", 1, .9, .9, .9));
        Sheet sheet = new AcrossView(standings, List.of(.35, .75)).sheet();
        assertEquals(column(sheet, "method").subList(0, 2), List.of("a", "b"));
        assertEquals(column(sheet, "rank"), List.of("1", "2", "–", "–"));
        assertTrue(column(sheet, "iqm").get(0).startsWith("62.00 ["), column(sheet, "iqm").toString());
        assertEquals(column(sheet, "above_0.350").subList(0, 2), List.of("1.00", "0.50"), "more than the score, not the score itself");
        assertEquals(column(sheet, "above_0.750").subList(0, 2), List.of("0.50", "0.00"));
        assertEquals(column(sheet, "mean_rank").get(0), "1.50", "1 of two on the one, 2 of three on the other");
        assertEquals(column(sheet, "iqm").subList(2, 4), List.of("–", "–"));
        assertTrue(sheet.notes().get(1).contains("c (two)") && sheet.notes().get(1).contains("d (one)"), sheet.notes().toString());
    }

    /** Two recipes on the one benchmark, and one of them alone on the other. */
    @Test
    public void aRecipeIsTheSameWhereItStandsAlone() {
        Standings standings = standings(
                runs("one", "er", "buffer=200; x=1", 1, .5, .5, .6), runs("one", "er", "buffer=500; x=1", 1, .8, .8, .9),
                runs("two", "er", "buffer=200; x=2", 1, .4, .4, .5));
        Sheet sheet = new AcrossView(standings, List.of()).sheet();
        assertEquals(column(sheet, "method"), List.of("er (buffer=200)", "er (buffer=500)"));
        assertEquals(column(sheet, "benchmarks"), List.of("2 of 2", "1 of 2"));
        assertTrue(sheet.notes().get(2).endsWith("on another: er (buffer=200)"), sheet.notes().toString());
    }

    /** Three runs: none of them is cut off whole, but a quarter of three is. */
    @Test
    public void theFractionalMeanCutsFewRunsToo() {
        Standings standings = standings(runs("one", "a", "", 1, .1, .2), runs("two", "a", "", 1, .9));
        Sheet sheet = new AcrossView(standings, List.of()).sheet();
        assertTrue(column(sheet, "iqm").get(0).startsWith("40.00"), column(sheet, "iqm").toString());
        assertTrue(column(sheet, "iqm.fractional").get(0).startsWith("30.00"), "(.25 * .1 + .2 + .25 * .9) / 1.5");
    }

    @Test
    public void aBoundOfOneBenchmarkIsComparedOnNone() {
        List<Run> bound = runs("two", "b", "", 1, .3, .4).stream()
                .map(run -> new Run("two", "pabc", "class-incremental", "b", "", "lr=0.1", true, run.seed(), "finished", Map.of(FINAL, .5))).toList();
        Standings standings = standings(runs("one", "a", "", 1, .1, .2), runs("one", "b", "", 1, .1, .2), runs("two", "a", "", 1, .3, .4), bound);
        assertEquals(column(new AcrossView(standings, List.of()).sheet(), "rank"), List.of("1", "bound"));
    }

    @Test
    public void whatCannotBeComparedAcrossIsRefused() {
        expectThrows(IllegalArgumentException.class, () -> new AcrossView(three(), List.of()));
        List<Run> games = runs("game", "er", "", 1, .5, .6).stream().map(run -> new Run("game", "p1", "control", "er", "", "", false, run.seed(), "finished",
                Map.of("return.final", 5.0))).toList();
        IllegalArgumentException refused = expectThrows(IllegalArgumentException.class,
                () -> new AcrossView(standings(games, runs("one", "er", "", 1, .5)), List.of()));
        assertTrue(refused.getMessage().contains("game by return.final") && refused.getMessage().contains("one by " + FINAL), refused.getMessage());
        assertFalse(CostAxis.find("gold").isPresent());
    }
}
