package org.palimpsest.results.compare;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.board.PairedDifference;
import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.board.Summary;
import org.palimpsest.results.metric.Direction;

/**
 * One number of A and B over the same seeds.
 *
 * @param column column name, for example {@code class_il.accuracy.final}
 * @param unit unit of the means and of the difference; empty if it is a count
 * @param direction which way is better
 * @param n seeds for which both have the number
 * @param meanA mean of A over those; empty if there is none
 * @param meanB mean of B over those
 * @param difference mean of B - A
 * @param low lower end of its 95 % paired Student t interval; empty where that tells nothing, see {@link Verdict#TOO_FEW_PAIRS}
 * @param high its upper end
 * @param verdict what that shows
 * @param evidence how far the pairs speak for it; in JSON not an object of its own
 */
public record Difference(
        String column,
        String unit,
        Direction direction,
        int n,
        OptionalDouble meanA,
        OptionalDouble meanB,
        OptionalDouble difference,
        OptionalDouble low,
        OptionalDouble high,
        Verdict verdict,
        @JsonUnwrapped Evidence evidence) {
    /**
     * Compares the seeds that both sides hold; {@code b} has every key of {@code a}.
     *
     * @param signs whether the sign-flip test is made where nothing else depends on it
     */
    static Difference of(
            Quantity quantity, Map<Long, LeaderboardRuns.Run> a, Map<Long, LeaderboardRuns.Run> b, Margin named, boolean signs) {
        String column = quantity.id();
        List<Long> seeds = a.keySet().stream()
                .filter(seed -> a.get(seed).value(column).isPresent() && b.get(seed).value(column).isPresent())
                .toList();
        Direction direction = quantity.direction();
        OptionalDouble none = OptionalDouble.empty();
        OptionalDouble margin = named.in(quantity);
        if (seeds.isEmpty()) {
            return new Difference(column, quantity.unit(), direction, 0, none, none, none, none, none, Verdict.TOO_FEW_PAIRS, Evidence.none(margin));
        }
        double[] valuesA = seeds.stream().mapToDouble(seed -> a.get(seed).values().get(column)).toArray();
        double[] valuesB = seeds.stream().mapToDouble(seed -> b.get(seed).values().get(column)).toArray();
        double[] differences = new double[valuesA.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = valuesB[i] - valuesA[i];
        }
        PairedDifference paired = PairedDifference.of(differences);
        Summary summary = paired.summary();
        boolean enough = paired.enough();
        Evidence evidence = evidence(differences, paired, margin, signs);
        Verdict verdict = !enough ? Verdict.TOO_FEW_PAIRS
                : evidence.equivalent() ? Verdict.EQUIVALENT
                : Verdict.of(direction, paired.sign());
        return new Difference(
                column,
                quantity.unit(),
                direction,
                summary.n(),
                OptionalDouble.of(Summary.of(valuesA).mean()),
                OptionalDouble.of(Summary.of(valuesB).mean()),
                OptionalDouble.of(summary.mean()),
                enough ? summary.low() : none,
                enough ? summary.high() : none,
                verdict,
                verdict == Verdict.NO_DIFFERENCE_SHOWN ? evidence : evidence.decided());
    }

    private static Evidence evidence(double[] differences, PairedDifference paired, OptionalDouble margin, boolean signs) {
        int n = paired.summary().n();
        double mean = paired.summary().mean();
        boolean equal = paired.equal();
        OptionalDouble none = OptionalDouble.empty();
        OptionalDouble signFlip = signs ? OptionalDouble.of(PairedTests.signFlip(differences)) : none;
        OptionalDouble leastSignFlip = OptionalDouble.of(PairedTests.leastSignFlip(n));
        if (!paired.enough()) {
            return new Evidence(none, none, signFlip, leastSignFlip, none, none, none, margin, OptionalInt.empty());
        }
        double sd = equal ? 0 : paired.summary().sd().getAsDouble();
        double half = Summary.half(n, sd, 1 - 2 * PairedTests.ALPHA);
        OptionalDouble effectSize = equal ? none : OptionalDouble.of(PairedTests.effectSize(n, mean, sd));
        return new Evidence(
                OptionalDouble.of(equal ? PairedTests.sameSigns(n, mean) : PairedTests.t(n, mean, sd)),
                none,
                signFlip,
                leastSignFlip,
                effectSize,
                OptionalDouble.of(mean - half),
                OptionalDouble.of(mean + half),
                margin,
                equal ? OptionalInt.empty() : PairedTests.more(n, effectSize.getAsDouble()));
    }

    Difference withHolm(double corrected) {
        return new Difference(column, unit, direction, n, meanA, meanB, difference, low, high, verdict, evidence.withHolm(corrected));
    }
}
