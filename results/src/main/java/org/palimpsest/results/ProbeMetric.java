package org.palimpsest.results;

import static org.palimpsest.results.Direction.HIGHER;
import static org.palimpsest.results.Direction.LOWER;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The metrics of continual evaluation (De Lange, van de Ven and Tuytelaars, "Continual evaluation for lifelong
 * learning: identifying the stability gap", ICLR 2023), from {@link ProbeCurves}. Every accuracy in a formula is one on
 * the same probe subset, so that a difference is not one of sampling.
 */
record ProbeMetric(
        String id,
        String formula,
        Direction direction,
        String summary,
        Function<ProbeCurves, OptionalDouble> function)
        implements Metric {

    static final List<Metric> ALL = List.of(
            new ProbeMetric(
                    "anytime.min_acc",
                    "1/(T-1) sum_{i<T} min_{n in tasks i+1..T} A(E_i, f_n)",
                    HIGHER,
                    "mean over the earlier tasks of the lowest accuracy each ever fell to once learned",
                    ProbeMetric::minAcc),
            new ProbeMetric(
                    "anytime.wc_acc",
                    "1/T A(E_T, f_last) + (1 - 1/T) anytime.min_acc, f_last the network at the last probe",
                    HIGHER,
                    "worst case trade-off: accuracy on the last task with the earlier ones at their lowest",
                    ProbeMetric::worstCase),
            new ProbeMetric(
                    "anytime.stability_gap",
                    "2/(T(T-1)) sum_{2<=s<=T} sum_{i<s} ( A(E_i, f_last of task s-1) - min_{n in task s} A(E_i, f_n) ),"
                            + " the mean over all pairs of a switch s and a task i before it",
                    LOWER,
                    "mean depth of the fall in accuracy on an earlier task while the next one is learned",
                    ProbeMetric::stabilityGap));

    @Override
    public String reference() {
        return "De Lange et al., ICLR 2023";
    }

    @Override
    public OptionalDouble value(RunRecord record, View view) {
        return function.apply(ProbeCurves.of(record, view));
    }

    private static OptionalDouble minAcc(ProbeCurves a) {
        return new Range(1, a.tasks() - 1)
                .mean(i -> new Range(i + 1, a.tasks()).min(training -> a.min(training, i)));
    }

    private static OptionalDouble worstCase(ProbeCurves a) {
        double share = 1.0 / a.tasks();
        OptionalDouble current = a.last(a.tasks(), a.tasks());
        OptionalDouble lowest = minAcc(a);
        return current.isPresent() && lowest.isPresent()
                ? OptionalDouble.of(share * current.getAsDouble() + (1 - share) * lowest.getAsDouble())
                : OptionalDouble.empty();
    }

    private static OptionalDouble stabilityGap(ProbeCurves a) {
        OptionalDouble gaps = new Range(2, a.tasks()).sum(s -> new Range(1, s - 1)
                .sum(i -> Range.difference(a.last(s - 1, i), a.min(s, i))));
        return Range.divide(gaps, a.tasks() * (a.tasks() - 1) / 2.0);
    }
}
