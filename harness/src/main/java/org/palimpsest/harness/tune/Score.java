package org.palimpsest.harness.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * What came of a setting.
 *
 * @param setting its number, in the order in which settings are tried
 * @param values of the runs that came to their end with one
 * @param runs how many were to be made; those without a value diverged or failed
 */
public record Score(int setting, List<Double> values, int runs) {
    /** Copies the list. */
    public Score {
        values = List.copyOf(values);
    }

    /** Whether every run has a value. */
    public boolean isComplete() {
        return values.size() == runs && runs > 0;
    }

    /** The mean over the runs that have a value; empty if none has. */
    public OptionalDouble mean() {
        return values.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Mean.of(array()).getAsDouble());
    }

    /** Sample standard deviation; empty with fewer than two values. */
    public OptionalDouble sd() {
        return values.size() < 2 ? OptionalDouble.empty() : OptionalDouble.of(StandardDeviation.of(array()).getAsDouble());
    }

    private double[] array() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * The best first. A setting of which some run diverged or failed comes after all others, whatever the rest of its runs have got; between equals the one
     * that is tried first comes first.
     *
     * @param lowerIsBetter which way the metric goes
     */
    public static List<Score> ranked(List<Score> scores, boolean lowerIsBetter) {
        List<Score> ranked = new ArrayList<>(scores);
        ranked.sort(Comparator.comparing((Score score) -> !score.isComplete())
                .thenComparing(score -> score.isComplete() ? (lowerIsBetter ? 1 : -1) * score.mean().getAsDouble() : 0)
                .thenComparing(Score::setting));
        return ranked;
    }
}
