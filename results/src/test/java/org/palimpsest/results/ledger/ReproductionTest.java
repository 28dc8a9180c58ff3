package org.palimpsest.results.ledger;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.palimpsest.results.Examples;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.TableRows;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ReproductionTest {

    private static final MetricColumn FINAL = Metrics.builtIn().column("class_il.accuracy.final").orElseThrow();

    /**
     * Four seeds with deviation 0.02: the half interval is t(0.95; 3) * 0.02 / sqrt(4) = 2.353363 * 0.01 = 0.02353363. Published 0.80,
     * margin 0.03: the same within 0.80 +- 0.00646637, another beyond 0.80 +- 0.05353363.
     */
    @DataProvider
    Object[][] means() {
        return new Object[][] {
            {0.800, Reproduction.REPRODUCED},
            {0.8064, Reproduction.REPRODUCED}, {0.8065, Reproduction.INCONCLUSIVE},
            {0.7936, Reproduction.REPRODUCED}, {0.7935, Reproduction.INCONCLUSIVE},
            {0.8535, Reproduction.INCONCLUSIVE}, {0.8536, Reproduction.DIFFERS},
            {0.7465, Reproduction.INCONCLUSIVE}, {0.7464, Reproduction.DIFFERS},
        };
    }

    @Test(dataProvider = "means")
    public void theIntervalDecides(double mean, Reproduction verdict) {
        assertEquals(Reproduction.of(target(4), Optional.of(measured(4, mean, 0.02))), verdict);
    }

    /** One-sided 95 % quantiles of Student's t from printed tables. */
    @DataProvider
    Object[][] quantiles() {
        return new Object[][] {{2, 6.3138}, {3, 2.9200}, {5, 2.1318}, {10, 1.8331}, {31, 1.6973}};
    }

    @Test(dataProvider = "quantiles")
    public void bothTestsAreAtFivePercent(int n, double quantile) {
        assertEquals(measured(n, 0.5, 1).half().getAsDouble() * Math.sqrt(n), quantile, 5e-5);
    }

    /** Each of the two t statistics by hand: both above the quantile is the same as the interval within the margin. */
    @Test
    public void isTheTwoOneSidedTests() {
        double quantile = 2.919986;
        double error = 0.01 / Math.sqrt(3);
        for (double mean = 0.72; mean < 0.88; mean += 0.00037) {
            boolean above = (mean - (0.80 - 0.03)) / error > quantile;
            boolean below = ((0.80 + 0.03) - mean) / error > quantile;
            Reproduction verdict = Reproduction.of(target(3), Optional.of(measured(3, mean, 0.01)));
            assertEquals(verdict == Reproduction.REPRODUCED, above && below, "mean " + mean);
        }
    }

    @Test
    public void noSeedsOrOneShowNothing() {
        assertEquals(Reproduction.of(target(3), Optional.empty()), Reproduction.NOT_RUN);
        Measurement one = new Measurement(List.of(0L), OptionalDouble.of(0.8), OptionalDouble.empty(), 0, 0, "c");
        assertEquals(Reproduction.of(target(1), Optional.of(one)), Reproduction.INCONCLUSIVE);
        Measurement none = new Measurement(List.of(), OptionalDouble.empty(), OptionalDouble.empty(), 3, 0, "c");
        assertEquals(Reproduction.of(target(3), Optional.of(none)), Reproduction.INCONCLUSIVE);
    }

    @Test
    public void aMissingSeedIsNeverAveragedAway() {
        assertEquals(Reproduction.of(target(5), Optional.of(measured(4, 0.8, 0.001))), Reproduction.INCONCLUSIVE);
        assertEquals(Reproduction.of(target(5), Optional.of(measured(4, 0.2, 0.001))), Reproduction.DIFFERS);
    }

    @Test
    public void seedsThatAgreeWhollyAreAPoint() {
        assertEquals(Reproduction.of(target(3), Optional.of(measured(3, 0.829, 0))), Reproduction.REPRODUCED);
        assertEquals(Reproduction.of(target(3), Optional.of(measured(3, 0.831, 0))), Reproduction.DIFFERS);
    }

    @Test
    public void summarisesRuns() {
        RunRecord diverged = new RunRecord(Examples.ended(Examples.info("er", 3), RunStatus.DIVERGED), TableRows.NONE);
        RunRecord failed = new RunRecord(Examples.ended(Examples.info("er", 4), RunStatus.FAILED), TableRows.NONE);
        RunRecord running = new RunRecord(Examples.info("er", 5), TableRows.NONE);
        List<RunRecord> runs = List.of(
                Examples.scored(Examples.info("er", 1), 6), Examples.scored(Examples.info("er", 0), 8), diverged, failed, running);
        Measurement measurement = Measurement.of(FINAL, runs).orElseThrow();
        assertEquals(measurement.seeds(), List.of(0L, 1L));
        assertEquals(measurement.mean().getAsDouble(), 0.7);
        assertEquals(measurement.sd().getAsDouble(), 0.1414213562373, 1e-12); // sqrt(2 * 0.1^2)
        assertEquals(measurement.diverged(), 1);
        assertEquals(measurement.failed(), 1);
        assertEquals(measurement.commit(), "c0".repeat(20));
        assertTrue(Measurement.of(FINAL, List.of(running)).isEmpty());
    }

    @Test
    public void gainsArePairedBySeed() {
        List<RunRecord> runs = List.of(
                Examples.scored(Examples.info("er", 0), 8), Examples.scored(Examples.info("er", 1), 7),
                Examples.scored(Examples.info("er", 2), 9));
        List<RunRecord> base = List.of(
                Examples.scored(Examples.info("finetune", 1), 4), Examples.scored(Examples.info("finetune", 0), 3));
        Measurement gain = Measurement.ofGain(FINAL, runs, base).orElseThrow();
        assertEquals(gain.seeds(), List.of(0L, 1L));
        assertEquals(gain.mean().getAsDouble(), 0.4, 1e-12); // (0.5 + 0.3) / 2
        assertEquals(gain.sd().getAsDouble(), 0.1414213562373, 1e-12);
    }

    static Target target(int seeds) {
        return new Target("a-value", "smoke", "a paper", "some, \"quoted\" words", "class_il.accuracy.final", 0.80,
                OptionalDouble.of(0.01), OptionalInt.of(5), 0.03, LongStream.range(0, seeds).boxed().toList(), "", "a note",
                "./palimpsest run x", "0123456789abcdef");
    }

    static Measurement measured(int n, double mean, double sd) {
        return new Measurement(LongStream.range(0, n).boxed().toList(), OptionalDouble.of(mean), OptionalDouble.of(sd), 0, 0, "c0ffee");
    }
}
