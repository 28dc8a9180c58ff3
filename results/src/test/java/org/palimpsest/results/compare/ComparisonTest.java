package org.palimpsest.results.compare;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.board.LeaderboardRuns.Run;
import org.palimpsest.results.metric.Metrics;
import org.testng.annotations.Test;

public class ComparisonTest {
    private static final String FINAL = "class_il.accuracy.final";
    private static final String FORGETTING = "class_il.forgetting.max";
    private static final String SCENARIO = "class-incremental";
    private static final Metrics METRICS = Metrics.builtIn();
    private static final List<String> COLUMNS = List.of(FINAL, FORGETTING, "train_seconds");

    @Test
    public void pairedIntervalByHand() {
        // B - A is .1, .2, .3: mean .2, sd .1, half interval 4.302653 * .1 / sqrt(3) = .248414
        Difference difference = only(runs("er", .5, .5, .5), runs("er", .6, .7, .8)).differences().get(0);
        assertEquals(difference.n(), 3);
        assertEquals(difference.meanA().getAsDouble(), .5, 1e-12);
        assertEquals(difference.meanB().getAsDouble(), .7, 1e-12);
        assertEquals(difference.difference().getAsDouble(), .2, 1e-12);
        assertEquals(difference.low().getAsDouble(), -.048414, 1e-6);
        assertEquals(difference.high().getAsDouble(), .448414, 1e-6);
        assertEquals(difference.verdict(), Verdict.NO_DIFFERENCE_SHOWN);
    }

    @Test
    public void pairingShowsWhatSpreadOverSeedsWouldHide() {
        // B - A is .10, .11, .12 while the seeds spread over .6
        PairedMethods pair = only(runs("er", .1, .4, .7), runs("er", .2, .51, .82));
        assertEquals(pair.differences().get(0).verdict(), Verdict.B_BETTER);
        assertEquals(pair.differences().get(1).verdict(), Verdict.A_BETTER, "more forgetting is worse");
        assertEquals(pair.seeds(), List.of(1L, 2L, 3L));
        PairedMethods swapped = only(runs("er", .2, .51, .82), runs("er", .1, .4, .7));
        assertEquals(swapped.differences().get(0).verdict(), Verdict.A_BETTER);
    }

    @Test
    public void twoMethodsOfOneLeaderboardAreComparedOverTheirSeeds() {
        List<Run> runs = new ArrayList<>(runs("er", .5, .6));
        runs.addAll(runs("er+cn", .6, .8));
        runs.add(new Run("b", "p1", SCENARIO, "er+in", "in.groups=2; buffer=9", "lr=1", 1, "finished", Map.of(FINAL, .9)));
        runs.add(new Run("b", "p1", SCENARIO, "er+in", "in.groups=22; buffer=9", "lr=1", 1, "finished", Map.of(FINAL, .1)));
        LeaderboardRuns board = new LeaderboardRuns(Path.of("a.runs.csv"), runs);
        assertEquals(board.only("er+in", List.of("in.groups=2", "lr=1")).runs(), runs.subList(4, 5));
        assertEquals(board.only("er+in", List.of("groups=2")).runs(), List.of());
        assertEquals(board.only("er+in", List.of("in.groups=2.0")).runs(), runs.subList(4, 5));
        assertEquals(board.only("er+in", List.of("in.groups=two")).runs(), List.of());
        assertEquals(board.only("er+in", List.of("nonsense")).runs(), List.of());
        Comparison names = Comparison.of(board.only("er", List.of()), board.only("er+cn", List.of()), COLUMNS, METRICS);
        assertEquals(names.methods().get(0).differences().get(0).difference().getAsDouble(), .15, 1e-12);
        Comparison options = Comparison.of(board.only("er+in", List.of("in.groups=2")), board.only("er+in", List.of("in.groups=22")), COLUMNS, METRICS);
        assertEquals(options.methods().get(0).differences().get(0).difference().getAsDouble(), -.8, 1e-12);
    }

    @Test
    public void equalRunsShowNoDifference() {
        Difference difference = only(runs("er", .5, .6, .7), runs("er", .5, .6, .7)).differences().get(0);
        assertEquals(difference.difference().getAsDouble(), 0.0);
        assertEquals(difference.verdict(), Verdict.NO_DIFFERENCE_SHOWN);
    }

    @Test
    public void onePairIsTooFew() {
        Difference difference = only(runs("er", .5), runs("er", .9)).differences().get(0);
        assertEquals(difference.difference().getAsDouble(), .4, 1e-12);
        assertTrue(difference.low().isEmpty());
        assertEquals(difference.verdict(), Verdict.TOO_FEW_PAIRS);
    }

    @Test
    public void twoPairsAreTooFewWhateverTheySay() {
        for (List<Run> b : List.of(runs("er", .6, .8), runs("er", .6, .6), runs("er", .5, .5))) {
            Difference difference = only(runs("er", .5, .5), b).differences().get(0);
            assertTrue(difference.low().isEmpty() && difference.high().isEmpty());
            assertEquals(difference.verdict(), Verdict.TOO_FEW_PAIRS);
        }
    }

    /** One test example of twelve, in every seed: an interval without width, and no certainty. */
    @Test
    public void pairsThatAllDifferByTheSameAmountNeedToBeSix() {
        double[] a = {1 / 12.0, 2 / 12.0, 5 / 12.0, 6 / 12.0, 7 / 12.0, 9 / 12.0};
        double[] b = Arrays.stream(a).map(value -> value + 1 / 12.0).toArray();
        for (int n = 1; n <= 6; n++) {
            Difference difference = only(runs("er", Arrays.copyOf(a, n)), runs("er", Arrays.copyOf(b, n))).differences().get(0);
            assertEquals(difference.difference().getAsDouble(), 1 / 12.0, 1e-12);
            assertEquals(difference.verdict(), n < 6 ? Verdict.TOO_FEW_PAIRS : Verdict.B_BETTER, n + " pairs");
            assertEquals(difference.low().isPresent(), n == 6);
        }
        Difference spread = only(runs("er", .1, .4, .7), runs("er", .2, .5, .8001)).differences().get(0);
        assertEquals(spread.verdict(), Verdict.B_BETTER, "that is no artefact");
    }

    @Test
    public void nothingInCommonIsSaidAndKnown() {
        List<Run> elsewhere = runs("er", .6, .7).stream().map(run -> new Run(
                "other", "p1", run.scenario(), run.method(), run.options(), run.training(), run.seed(), run.status(), run.values())).toList();
        List<Run> later = List.of(run("er", "", 8, "finished", .5), run("er", "", 9, "finished", .5));
        List<Run> diverged = List.of(run("er", "", 1, "diverged", .5), run("er", "", 2, "failed", .5));
        for (List<Run> b : List.of(elsewhere, later, diverged, List.<Run>of(), runs("er", .6, .7).stream().map(run -> under("p2", run)).toList())) {
            Comparison comparison = compare(runs("er", .5, .5), b);
            assertTrue(comparison.isEmpty());
            assertTrue(comparison.text(false).endsWith("\nnothing was compared: no finished run of A has a partner in B\n"), comparison.text(false));
        }
        assertFalse(compare(runs("er", .5, .5), runs("er", .6)).isEmpty());
    }

    @Test
    public void manyMethodsArePairedByNameAndOptions() {
        List<Run> a = new ArrayList<>();
        List<Run> b = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            a.add(run("er", "buffer=" + i, 1, "finished", .5));
            b.add(run("er", "buffer=" + (i + 100), 1, "finished", .6));
        }
        Comparison comparison = compare(a, b);
        assertEquals(comparison.methods().size(), 100);
        assertTrue(comparison.methods().stream().allMatch(pair -> pair.a().equals(pair.b())));
        assertEquals(comparison.unpaired().size(), 200);
    }

    @Test
    public void seedsWithoutPartnerAreLeftOutAndReported() {
        List<Run> b = new ArrayList<>(runs("er", .6, .7));
        b.add(run("er", "", 3, "diverged", .9));
        b.add(run("er", "", 7, "finished", .9));
        Comparison comparison = compare(runs("er", .5, .5, .5, .5), b);
        assertEquals(comparison.methods().get(0).differences().get(0).n(), 2);
        assertEquals(comparison.methods().get(0).differences().get(0).meanB().getAsDouble(), .65, 1e-12);
        assertEquals(
                comparison.unpaired().stream().map(left -> left.seed().getAsLong() + " " + left.reason()).toList(),
                List.of("3 diverged in B", "4 missing in B", "7 missing in A"));
    }

    @Test
    public void aMetricMissingOnOneSideIsComparedOverTheOtherSeeds() {
        List<Run> b = List.of(
                new Run("b", "p1", SCENARIO, "er", "", "", 1, "finished", Map.of(FINAL, .6, FORGETTING, .2)),
                new Run("b", "p1", SCENARIO, "er", "", "", 2, "finished", Map.of(FORGETTING, .2)));
        PairedMethods pair = compare(runs("er", .5, .5), b).methods().get(0);
        assertEquals(pair.differences().stream().map(Difference::n).toList(), List.of(1, 2, 0));
        assertTrue(pair.differences().get(2).meanA().isEmpty());
    }

    @Test
    public void differentProtocolsAreRefusedWithBothNamed() {
        List<Run> other = runs("er", .6, .7).stream().map(run -> under("p2", run)).toList();
        Comparison comparison = compare(runs("er", .5, .5), other);
        assertEquals(comparison.methods(), List.of());
        assertEquals(comparison.refused().size(), 1);
        String reason = comparison.refused().get(0).reason();
        assertTrue(reason.contains("p1 in A") && reason.contains("p2 in B"), reason);
        assertTrue(comparison.text(false).contains("not compared: b was run under different protocols"));
    }

    @Test
    public void aSharedProtocolAmongSeveralIsCompared() {
        List<Run> b = new ArrayList<>(runs("er", .6, .7));
        runs("er", .1, .1).forEach(run -> b.add(under("p2", run)));
        Comparison comparison = compare(runs("er", .5, .5), b);
        assertEquals(comparison.methods().stream().map(PairedMethods::protocol).toList(), List.of("p1"));
        assertEquals(comparison.refused(), List.of());
        assertEquals(comparison.unpaired().get(0).protocol(), "p2");
    }

    @Test
    public void theOnlyMethodsOfBothSidesArePairedWhateverTheirNames() {
        PairedMethods pair = only(runs("er", .5, .5), runs("er-ace", .6, .7));
        assertEquals(pair.a().method() + "/" + pair.b().method(), "er/er-ace");
    }

    @Test
    public void differentNamesAreNotPairedWhereASharedOneExists() {
        List<Run> a = new ArrayList<>(runs("er", .5, .5));
        a.addAll(runs("gdumb", .1, .1));
        List<Run> b = new ArrayList<>(runs("er", .6, .6));
        b.addAll(runs("icarl", .2, .2));
        Comparison comparison = compare(a, b);
        assertEquals(comparison.methods().stream().map(pair -> pair.b().method()).toList(), List.of("er"));
        assertEquals(
                comparison.unpaired(),
                List.of(
                        new Comparison.Unpaired("b", "p1", "gdumb", OptionalLong.empty(), "only in A"),
                        new Comparison.Unpaired("b", "p1", "icarl", OptionalLong.empty(), "only in B")));
    }

    @Test
    public void otherOptionsArePairedUnlessTheNameIsAmbiguous() {
        List<Run> small =
                List.of(run("er", "buffer=200", 1, "finished", .5), run("er", "buffer=200", 2, "finished", .5));
        List<Run> large =
                List.of(run("er", "buffer=500", 1, "finished", .6), run("er", "buffer=500", 2, "finished", .7));
        assertEquals(only(small, large).b().options(), "buffer=500");
        List<Run> both = new ArrayList<>(small);
        both.addAll(large);
        Comparison comparison = compare(large, both);
        assertEquals(comparison.methods().stream().map(pair -> pair.b().options()).toList(), List.of("buffer=500"));
        assertTrue(comparison.unpaired().get(0).reason().contains("buffer=200"), comparison.unpaired().toString());
    }

    @Test
    public void unknownColumnsAreAnsweredWithTheKnownOnes() {
        String message = expectThrows(IllegalArgumentException.class, () -> Comparison.of(
                        new LeaderboardRuns(Path.of("a"), List.of()), new LeaderboardRuns(Path.of("b"), List.of()),
                        List.of("speed", FINAL), METRICS))
                .getMessage();
        assertTrue(message.startsWith("cannot compare speed; there are " + FINAL), message);
    }

    @Test
    public void theDefaultColumnsExist() {
        assertTrue(Comparison.columns(METRICS).containsAll(Comparison.DEFAULT_COLUMNS));
    }

    @Test
    public void whatIsComparedByDefaultIsWhatTheScenarioAsksFor() {
        assertEquals(byDefault("class-incremental", FINAL), Comparison.DEFAULT_COLUMNS);
        assertEquals(byDefault("domain-incremental", FINAL), Comparison.DEFAULT_COLUMNS);
        assertEquals(byDefault("", FINAL), Comparison.DEFAULT_COLUMNS, "of a file that names no scenario");
        assertEquals(byDefault("few-shot", FINAL), List.of(
                FINAL, "class_il.accuracy.cumulative", "class_il.accuracy.incremental_weighted", "class_il.fscil.base", "class_il.fscil.novel",
                "class_il.fscil.harmonic", "class_il.fscil.drop", "train_seconds"));
        List<String> learning = List.of(
                "class_il.training.accuracy", "class_il.plasticity.accuracy_slope", "class_il.accuracy.learning", "class_il.training.end_loss",
                "class_il.plasticity.loss_slope", "train_seconds");
        assertEquals(byDefault("relabelled", "class_il.training.accuracy"), learning);
        assertEquals(byDefault("domain-incremental", "class_il.training.accuracy"), learning, "where earlier tasks are not examined");
    }

    private static List<String> byDefault(String scenario, String column) {
        List<Run> runs = List.of(new Run("b", "p1", scenario, "er", "", "", 1, "finished", Map.of(column, .5)));
        LeaderboardRuns board = new LeaderboardRuns(Path.of("a.runs.csv"), runs);
        return Comparison.of(board, board, List.of(), METRICS).methods().get(0).differences().stream().map(Difference::column).toList();
    }

    @Test
    public void onlyFractionsAreInPercent() {
        List<Run> runs = List.of(new Run("b", "p1", SCENARIO, "er", "", "", 1, "finished",
                Map.of("class_il.training.loss", .5, "class_il.training.accuracy", .25)));
        LeaderboardRuns board = new LeaderboardRuns(Path.of("a.runs.csv"), runs);
        String text = Comparison.of(board, board, Comparison.filled(board, board, METRICS), METRICS).text(false);
        assertTrue(text.contains("metrics in % or as named, costs as they are"), text);
        assertTrue(text.contains("class_il.training.accuracy                   1  25.00  25.00   0.00"), text);
        assertTrue(text.contains("class_il.training.loss [nats]                1   0.50   0.50   0.00"), text);
    }

    @Test
    public void theTextSaysAllOfIt() {
        Comparison comparison = compare(runs("er", .1, .4, .7, .5), runs("er", .2, .51, .82));
        assertEquals(comparison.text(false), String.join("\n",
                "A  a.runs.csv",
                "B  b.runs.csv",
                "",
                "b  (protocol p1)  er, seeds 1 2 3",
                "metrics in %, costs as they are  n      A      B  B - A  95 % interval  verdict",
                "class_il.accuracy.final          3  40.00  51.00  11.00  [8.52, 13.48]  B better",
                "class_il.forgetting.max          3  40.00  51.00  11.00  [8.52, 13.48]  A better",
                "train_seconds                    3   2.00   2.00   0.00   [0.00, 0.00]  no difference shown",
                "",
                "unpaired: b (p1), er, seed 4: missing in B",
                ""));
    }

    @Test
    public void csvAndJsonHoldTheSame() {
        Comparison comparison = compare(runs("er", .5, .5, .5), runs("er", .6, .7, .8));
        assertTrue(comparison.csv().startsWith("benchmark,protocol,method_a,"), comparison.csv());
        assertTrue(comparison.csv().contains(
                "b,p1,er,,,er,,," + FINAL + ",higher,3,0.5,0.7,0.2,-0.048413771175,"), comparison.csv());
        assertTrue(comparison.json().contains("\"verdict\" : \"no difference shown\""), comparison.json());
    }

    private static PairedMethods only(List<Run> a, List<Run> b) {
        Comparison comparison = compare(a, b);
        assertEquals(comparison.methods().size(), 1);
        return comparison.methods().get(0);
    }

    private static Comparison compare(List<Run> a, List<Run> b) {
        return Comparison.of(
                new LeaderboardRuns(Path.of("a.runs.csv"), a), new LeaderboardRuns(Path.of("b.runs.csv"), b), COLUMNS, METRICS);
    }

    private static Run under(String protocol, Run run) {
        return new Run(
                run.benchmark(), protocol, run.scenario(), run.method(), run.options(), run.training(), run.seed(), run.status(),
                run.values());
    }

    /** Finished runs of seeds 1, 2, ... whose accuracy and forgetting are the given number. */
    private static List<Run> runs(String method, double... values) {
        List<Run> runs = new ArrayList<>();
        for (double value : values) {
            runs.add(run(method, "", runs.size() + 1, "finished", value));
        }
        return runs;
    }

    private static Run run(String method, String options, long seed, String status, double value) {
        return new Run(
                "b", "p1", SCENARIO, method, options, "", seed, status,
                Map.of(FINAL, value, FORGETTING, value, "train_seconds", 2.0));
    }
}
