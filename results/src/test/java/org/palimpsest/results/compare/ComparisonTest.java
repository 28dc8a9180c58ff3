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
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
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
        runs.add(new Run("b", "p1", SCENARIO, "er+in", "in.groups=2; buffer=9", "lr=1", false, 1, "finished", Map.of(FINAL, .9)));
        runs.add(new Run("b", "p1", SCENARIO, "er+in", "in.groups=22; buffer=9", "lr=1", false, 1, "finished", Map.of(FINAL, .1)));
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
                "other", "p1", run.scenario(), run.method(), run.options(), run.training(), run.bound(), run.seed(), run.status(), run.values()))
                .toList();
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
                new Run("b", "p1", SCENARIO, "er", "", "", false, 1, "finished", Map.of(FINAL, .6, FORGETTING, .2)),
                new Run("b", "p1", SCENARIO, "er", "", "", false, 2, "finished", Map.of(FORGETTING, .2)));
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
        assertTrue(reason.endsWith("; in which keys, files of earlier versions do not tell"), reason);
    }

    /** Of several protocols on a side, those that are most alike are told of. */
    @Test
    public void theKeysInWhichProtocolsDifferAreNamed() {
        List<Run> ofB = new ArrayList<>(runs("er", .6).stream().map(run -> under("p2", run)).toList());
        runs("er", .6).forEach(run -> ofB.add(under("p3", run)));
        LeaderboardRuns a = new LeaderboardRuns(Path.of("a"), runs("er", .5), Map.of("p1", Map.of("batch", "10", "lr", "0.1", "only", "a")));
        LeaderboardRuns b = new LeaderboardRuns(Path.of("b"), ofB, Map.of("p2", Map.of("batch", "1", "lr", "1"), "p3", Map.of("batch", "20", "lr", "0.1")));
        String reason = Comparison.of(a, b, COLUMNS, METRICS).refused().get(0).reason();
        assertTrue(reason.endsWith("are not comparable; batch is 10 in A and 20 in B, only is a in A and not there in B"), reason);
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
        List<Run> runs = List.of(new Run("b", "p1", scenario, "er", "", "", false, 1, "finished", Map.of(column, .5)));
        LeaderboardRuns board = new LeaderboardRuns(Path.of("a.runs.csv"), runs);
        return Comparison.of(board, board, List.of(), METRICS).methods().get(0).differences().stream().map(Difference::column).toList();
    }

    @Test
    public void onlyFractionsAreInPercent() {
        List<Run> runs = List.of(new Run("b", "p1", SCENARIO, "er", "", "", false, 1, "finished",
                Map.of("class_il.training.loss", .5, "class_il.training.accuracy", .25)));
        LeaderboardRuns board = new LeaderboardRuns(Path.of("a.runs.csv"), runs);
        String text = Comparison.of(board, board, Comparison.filled(board, board, METRICS), METRICS).text(false);
        assertTrue(text.contains("metrics in % or as named, costs as is"), text);
        assertTrue(text.contains("class_il.training.accuracy             1  25.00  25.00   0.00"), text);
        assertTrue(text.contains("class_il.training.loss [nats]          1   0.50   0.50   0.00"), text);
    }

    @Test
    public void theTextSaysAllOfIt() {
        Comparison comparison = compare(runs("er", .1, .4, .7, .5), runs("er", .2, .51, .82));
        assertEquals(comparison.text(false), String.join("\n",
                "A  a.runs.csv",
                "B  b.runs.csv",
                "",
                "b  (protocol p1)  er, seeds 1 2 3",
                "metrics in %, costs as is  n      A      B  B - A  95 % interval  Holm p  effect  verdict",
                "class_il.accuracy.final    3  40.00  51.00  11.00  [8.52, 13.48]   0.003    6.21  B better",
                "class_il.forgetting.max    3  40.00  51.00  11.00  [8.52, 13.48]   0.003    6.21  A better",
                "train_seconds              3   2.00   2.00   0.00   [0.00, 0.00]   1.000       –  no difference shown",
                "",
                "unpaired: b (p1), er, seed 4: missing in B",
                ""));
    }

    @Test
    public void seedsWithoutPartnerForOneReasonAreOneLine() {
        String text = compare(runs("er", .1, .4, .7, .5, .6), runs("er", .2, .3, .4)).text(false);
        assertTrue(text.endsWith("\nunpaired: b (p1), er, seeds 4 5: missing in B\n"), text);
    }

    @Test
    public void csvAndJsonHoldTheSame() {
        Comparison comparison = compare(runs("er", .5, .5, .5), runs("er", .6, .7, .8));
        assertTrue(comparison.csv().startsWith("benchmark,protocol,method_a,"), comparison.csv());
        assertTrue(comparison.csv().contains(
                "b,p1,er,,,er,,," + FINAL + ",higher,3,0.5,0.7,0.2,-0.048413771175,"), comparison.csv());
        assertTrue(comparison.json().contains("\"verdict\" : \"no difference shown\""), comparison.json());
    }

    @Test
    public void evidenceStandsBehindTheOldColumns() {
        Comparison comparison = compare(runs("er", .5, .5, .5), runs("er", .6, .7, .8));
        assertEquals(comparison.csv().lines().findFirst().orElseThrow().split("verdict,")[1],
                "p,p_holm,p_sign_flip,p_sign_flip_least,effect_size,low_90,high_90,margin,more_seeds");
        // the 90 % interval: scipy.stats.ttest_1samp([.1, .2, .3], 0).confidence_interval(.9), SciPy 1.17.1; p and effect as in PairedTestsTest
        String line = comparison.csv().lines().skip(1).findFirst().orElseThrow();
        assertTrue(line.endsWith(
                ",no difference shown,0.0741799002274,0.0741799002274,0.25,0.25,1.1283791671,0.0314145539153,0.368585446085,,6"), line);
        String json = comparison.json();
        assertTrue(json.indexOf("\"verdict\"") < json.indexOf("\"p\" : 0.0741"), json);
        assertTrue(json.contains("\"moreSeeds\" : 6") && json.contains("\"leastSignFlipP\" : 0.25"), json);
        String text = comparison.text(false);
        assertTrue(text.contains(
                "\nmore seeds that would decide (80 % power at this effect): class_il.accuracy.final 6,\n  class_il.forgetting.max 6\n"), text);
    }

    @Test
    public void whatIsDecidedNeedsNoMoreSeeds() {
        Difference better = only(runs("er", .1, .4, .7), runs("er", .2, .51, .82)).differences().get(0);
        assertEquals(better.evidence().moreSeeds(), OptionalInt.empty());
        Difference same = only(runs("er", .1, .4, .7), runs("er", .1, .4, .7)).differences().get(0);
        assertEquals(same.evidence().moreSeeds(), OptionalInt.empty());
        assertTrue(same.evidence().effectSize().isEmpty());
        assertEquals(same.evidence().p().getAsDouble(), 1.0);
    }

    @Test
    public void twoPairsHaveSignsAlone() {
        Evidence evidence = only(runs("er", .5, .5), runs("er", .6, .8)).differences().get(0).evidence();
        assertTrue(evidence.p().isEmpty() && evidence.pHolm().isEmpty() && evidence.effectSize().isEmpty());
        assertEquals(evidence.signFlipP().getAsDouble(), .5);
        assertEquals(evidence.leastSignFlipP().getAsDouble(), .5);
    }

    /** Where the sd is 0 there is no t: p is that of the signs, 2 / 2^6. */
    @Test
    public void pairsThatAllDifferByTheSameAmountHaveThePOfTheirSigns() {
        Evidence evidence = only(runs("er", .1, .2, .3, .4, .5, .6), runs("er", .2, .3, .4, .5, .6, .7)).differences().get(0).evidence();
        assertEquals(evidence.p().getAsDouble(), .03125, 0.0);
        assertTrue(evidence.effectSize().isEmpty());
    }

    /** A column is a family: all methods and benchmarks. Three pairs of methods whose p is .0031, .0742 and .0742. */
    @Test
    public void holmCorrectsOverMethodsAndBenchmarksOfAColumn() {
        List<Run> a = new ArrayList<>();
        List<Run> b = new ArrayList<>();
        for (String method : List.of("er", "gdumb")) {
            a.addAll(runs(method, .5, .5, .5));
            b.addAll(runs(method, .6, .7, .8));
        }
        runs("er", .1, .4, .7).forEach(run -> a.add(on("other", run)));
        runs("er", .2, .51, .82).forEach(run -> b.add(on("other", run)));
        b.add(run("lonely", "", 1, "finished", .5));
        List<PairedMethods> methods = compare(a, b).methods();
        assertEquals(methods.stream().map(pair -> pair.benchmark() + pair.a()).toList(), List.of("ber", "bgdumb", "otherer"));
        double small = methods.get(2).differences().get(0).evidence().p().getAsDouble();
        assertEquals(methods.get(2).differences().get(0).evidence().pHolm().getAsDouble(), 3 * small, 1e-12);
        assertEquals(methods.get(0).differences().get(0).evidence().pHolm().getAsDouble(), 2 * 0.0741799002274485, 1e-12);
        assertEquals(methods.get(1).differences().get(1).evidence().pHolm().getAsDouble(), 2 * 0.0741799002274485, 1e-12);
    }

    /** 90 % interval of .1, .2, .3: .0314 to .3686. */
    @Test
    public void equivalentIsWhatLiesWithinTheMarginWithItsWholeInterval() {
        List<Run> a = runs("er", .5, .5, .5);
        assertEquals(within(a, runs("er", .6, .7, .8), ".37"), Verdict.EQUIVALENT);
        assertEquals(within(a, runs("er", .4, .3, .2), ".37"), Verdict.EQUIVALENT);
        assertEquals(within(a, runs("er", .6, .7, .8), "37%"), Verdict.EQUIVALENT);
        assertEquals(within(a, runs("er", .6, .7, .8), ".36"), Verdict.NO_DIFFERENCE_SHOWN);
        assertEquals(within(a, a, "1e-9"), Verdict.EQUIVALENT);
        assertEquals(within(runs("er", .5, .5), runs("er", .5, .5), "1"), Verdict.TOO_FEW_PAIRS);
        List<Run> better = runs("er", .51, .5101, .5102);
        assertEquals(within(a, better, ".009"), Verdict.B_BETTER);
        assertEquals(within(a, better, ".02"), Verdict.EQUIVALENT, "sure, and of no account");
    }

    @Test
    public void marginsInPercentAreForShares() {
        List<Difference> percent = compare(runs("er", .5, .5, .5), runs("er", .5, .5, .5), Margin.of("1%")).methods().get(0).differences();
        assertEquals(percent.get(0).evidence().margin().getAsDouble(), .01, 1e-15);
        assertTrue(percent.get(2).evidence().margin().isEmpty(), "seconds");
        assertEquals(percent.get(2).verdict(), Verdict.NO_DIFFERENCE_SHOWN);
        List<Difference> plain = compare(runs("er", .5, .5, .5), runs("er", .5, .5, .5), Margin.of("0.5")).methods().get(0).differences();
        assertEquals(plain.get(2).verdict(), Verdict.EQUIVALENT);
        for (String text : List.of("0", "-1", "NaN", "Infinity", "a", "", "%", "1%%")) {
            expectThrows(IllegalArgumentException.class, () -> Margin.of(text));
        }
    }

    @Test
    public void theGateFallsWhereTheVerdictAndHolmSayWorse() {
        Gate gate = Gate.of(compare(runs("er", .2, .51, .82), runs("er", .1, .4, .7)));
        assertEquals(gate.worse(), List.of("B is worse: b, er: class_il.accuracy.final, -11.00, Holm p 0.003"), "less forgetting is better");
        assertEquals(gate.limits(), List.of("can fail by the t test alone, which takes differences to be normal: the smallest sign-flip p of 3 seeds is 0.25 "
                + "(b, er: class_il.accuracy.final and 2 more)"));
        assertEquals(Gate.of(compare(runs("er", .1, .4, .7), runs("er", .2, .51, .82))).worse().size(), 1, "more forgetting");
        Comparison within = compare(runs("er", .2, .51, .82), runs("er", .1, .4, .7), Margin.of(".2"));
        assertEquals(Gate.of(within).worse(), List.of(), "equivalent");
    }

    @Test
    public void aGateThatCannotFallSaysSo() {
        Gate two = Gate.of(compare(runs("er", .8, .9), runs("er", .1, .1)));
        assertEquals(two.worse(), List.of());
        assertEquals(two.limits(), List.of("cannot fail with so few seeds: the smallest p is 0.5 (b, er: class_il.accuracy.final and 2 more)"));
        Gate equal = Gate.of(compare(runs("er", .6, .7, .8, .9), runs("er", .5, .6, .7, .8)));
        assertEquals(equal.limits().get(1), "cannot fail with so few seeds: the smallest p is 0.125 (b, er: class_il.accuracy.final and 1 more)");
        Run without = new Run("b", "p1", SCENARIO, "er", "", "", false, 1, "finished", Map.of(FINAL, .5, FORGETTING, .5));
        assertTrue(Gate.of(compare(runs("er", .6), List.of(without))).limits()
                .contains("cannot fail: no seed has the number on both sides (b, er: train_seconds)"));
    }

    /** The worst of a hundred equal methods is worse by its own interval more often than not; the gate stands. */
    @Test
    public void theGateDoesNotFallByNoise() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(7);
        List<Run> a = new ArrayList<>();
        List<Run> b = new ArrayList<>();
        for (int method = 0; method < 100; method++) {
            for (int seed = 0; seed < 5; seed++) {
                a.add(run("m" + method, "", seed, "finished", .5 + .1 * random.nextDouble()));
                b.add(run("m" + method, "", seed, "finished", .5 + .1 * random.nextDouble()));
            }
        }
        Comparison comparison = compare(a, b);
        assertTrue(comparison.methods().stream().anyMatch(pair -> pair.differences().get(0).verdict() == Verdict.A_BETTER));
        assertEquals(Gate.of(comparison).worse(), List.of());
    }

    private static Verdict within(List<Run> a, List<Run> b, String margin) {
        return compare(a, b, Margin.of(margin)).methods().get(0).differences().get(0).verdict();
    }

    private static Run on(String benchmark, Run run) {
        return new Run(
                benchmark, run.protocol(), run.scenario(), run.method(), run.options(), run.training(), run.bound(), run.seed(), run.status(), run.values());
    }

    private static PairedMethods only(List<Run> a, List<Run> b) {
        Comparison comparison = compare(a, b);
        assertEquals(comparison.methods().size(), 1);
        return comparison.methods().get(0);
    }

    private static Comparison compare(List<Run> a, List<Run> b) {
        return compare(a, b, Margin.NONE);
    }

    private static Comparison compare(List<Run> a, List<Run> b, Margin margin) {
        return Comparison.of(
                new LeaderboardRuns(Path.of("a.runs.csv"), a), new LeaderboardRuns(Path.of("b.runs.csv"), b), COLUMNS, METRICS, margin);
    }

    private static Run under(String protocol, Run run) {
        return new Run(
                run.benchmark(), protocol, run.scenario(), run.method(), run.options(), run.training(), run.bound(), run.seed(), run.status(),
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
                "b", "p1", SCENARIO, method, options, "", false, seed, status,
                Map.of(FINAL, value, FORGETTING, value, "train_seconds", 2.0));
    }
}
