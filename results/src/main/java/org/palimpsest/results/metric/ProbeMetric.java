package org.palimpsest.results.metric;

import static org.palimpsest.results.metric.Direction.HIGHER;
import static org.palimpsest.results.metric.Direction.LOWER;

import com.google.auto.service.AutoService;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
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
        String reference,
        String summary,
        Function<ProbeCurves, OptionalDouble> function)
        implements Metric {
    static final List<Metric> ALL = List.of(
            new ProbeMetric(
                    "anytime.min_acc",
                    "1/(T-1) sum_{i<T} min_{n in tasks i+1..T} A(E_i, f_n)",
                    HIGHER,
                    "De Lange et al., ICLR 2023",
                    "mean over the earlier tasks of the lowest accuracy each ever fell to once learned",
                    ProbeMetric::minAcc),
            new ProbeMetric(
                    "anytime.wc_acc",
                    "1/T A(E_T, f_last) + (1 - 1/T) anytime.min_acc, f_last the network at the last probe",
                    HIGHER,
                    "De Lange et al., ICLR 2023",
                    "worst case trade-off: accuracy on the last task with the earlier ones at their lowest",
                    ProbeMetric::worstCase),
            new ProbeMetric(
                    "anytime.stability_gap",
                    "2/(T(T-1)) sum_{2<=s<=T} sum_{i<s} ( A(E_i, f_last of task s-1) - min_{n in task s} A(E_i, f_n) ),"
                            + " the mean over all pairs of a switch s and a task i before it",
                    LOWER,
                    "De Lange et al., ICLR 2023",
                    "mean depth of the fall in accuracy on an earlier task while the next one is learned",
                    ProbeMetric::stabilityGap),
            windowedForgetting(10),
            windowedForgetting(100),
            windowedPlasticity(10),
            windowedPlasticity(100),
            new ProbeMetric(
                    "anytime.average_acc",
                    "1/N sum_n 1/k_n sum_{i<=k_n} A(E_i, f_n), n over all N steps, k_n the task at step n,"
                            + " f_n as at the first probe from n on",
                    HIGHER,
                    "Caccia et al., ICLR 2022; steps between probes as in Soutif-Cormerais et al., ICCV-W 2023",
                    "average anytime accuracy (AAA): accuracy on the tasks seen, averaged over all of training",
                    ProbeMetric::averageAnytime),
            new ProbeMetric(
                    "anytime.auc",
                    "1/N int A(n) dn, A(n) = sum_{i<=k_n} e_i A(E_i, f_n) / sum_{i<=k_n} e_i over all N steps, e_i the examples of E_i, "
                            + "straight lines between the probes of a task",
                    HIGHER,
                    "Koh et al., ICLR 2022 (CLIB), there of test accuracy at even distances",
                    "area under the curve of the accuracy on all examples of the tasks seen, over all of training",
                    ProbeMetric::areaUnderCurve));

    private static ProbeMetric windowedForgetting(int window) {
        return new ProbeMetric(
                "anytime.wf_" + window,
                "1/T sum_i max( 0, max_{m<n<m+" + window + "} A(E_i, f_m) - A(E_i, f_n) ),"
                        + " m and n counting the probes of task i",
                LOWER,
                "De Lange et al., ICLR 2023",
                "windowed forgetting: mean over tasks of the deepest fall within " + window + " successive probes",
                a -> windowed(a, window, -1));
    }

    private static ProbeMetric windowedPlasticity(int window) {
        return new ProbeMetric(
                "anytime.wp_" + window,
                "1/T sum_i max( 0, max_{m<n<m+" + window + "} A(E_i, f_n) - A(E_i, f_m) ),"
                        + " m and n counting the probes of task i",
                HIGHER,
                "De Lange et al., ICLR 2023",
                "windowed plasticity: mean over tasks of the steepest rise within " + window + " successive probes",
                a -> windowed(a, window, 1));
    }

    /** Offers them. */
    @AutoService(MetricProvider.class)
    public static final class Family implements MetricProvider {
        @Override
        public int order() {
            return 300;
        }

        @Override
        public List<Metric> metrics() {
            return ALL;
        }
    }

    @Override
    public boolean reads(Measure measure) {
        return measure.direction() == HIGHER && measure.probed().isPresent();
    }

    @Override
    public Bounds bounds(Measure measure) {
        if (!measure.isAccuracy()) {
            return Bounds.NONE;
        }
        return direction == LOWER ? Bounds.CHANGE : Bounds.SHARE;
    }

    @Override
    public OptionalDouble value(MetricContext context) {
        return function.apply(context.curves());
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

    /** The mean over tasks of the greatest rise ({@code sign} 1) or fall (-1) within a window of probes. */
    private static OptionalDouble windowed(ProbeCurves a, int window, int sign) {
        return new Range(1, a.tasks()).mean(i -> {
            List<Double> curve = a.sinceLearned(i);
            return curve.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(greatestChange(curve, window, sign));
        });
    }

    /** max over m < n < m + window of sign (curve[n] - curve[m]), at least 0. */
    private static double greatestChange(List<Double> curve, int window, int sign) {
        Deque<Integer> lowest = new ArrayDeque<>(); // points of the window that no later one undercuts
        double greatest = 0;
        for (int n = 0; n < curve.size(); n++) {
            double value = sign * curve.get(n);
            if (!lowest.isEmpty() && lowest.peekFirst() <= n - window) {
                lowest.removeFirst();
            }
            while (!lowest.isEmpty() && sign * curve.get(lowest.peekLast()) >= value) {
                lowest.removeLast();
            }
            lowest.addLast(n);
            greatest = Math.max(greatest, value - sign * curve.get(lowest.peekFirst()));
        }
        return greatest;
    }

    /** Each probe stands for the steps since the one before it. */
    private static OptionalDouble averageAnytime(ProbeCurves a) {
        Range tasks = new Range(1, a.tasks());
        OptionalDouble sum = tasks.sum(t -> sumOverSteps(a, t));
        OptionalDouble steps = tasks.sum(a::steps);
        return steps.isPresent() ? Range.divide(sum, steps.getAsDouble()) : OptionalDouble.empty();
    }

    /** The trapezoids between probes; the first probe of a task stands for the steps before it. */
    private static OptionalDouble areaUnderCurve(ProbeCurves a) {
        Range tasks = new Range(1, a.tasks());
        OptionalDouble area = tasks.sum(t -> areaOverSteps(a, t));
        OptionalDouble steps = tasks.sum(a::steps);
        return steps.isPresent() ? Range.divide(area, steps.getAsDouble()) : OptionalDouble.empty();
    }

    /** Empty where {@link #sumOverSteps} is. */
    private static OptionalDouble areaOverSteps(ProbeCurves a, int training) {
        double area = 0;
        double examples = 0;
        for (int i = 1; i <= training; i++) {
            if (a.curve(training, training).isEmpty() || !a.curve(training, i).keySet().equals(a.curve(training, training).keySet())) {
                return OptionalDouble.empty();
            }
            long before = 0;
            double last = Double.NaN;
            for (Map.Entry<Long, Double> point : a.curve(training, i).entrySet()) {
                double height = Double.isNaN(last) ? point.getValue() : (last + point.getValue()) / 2;
                area += a.examples(i) * (point.getKey() - before) * height;
                before = point.getKey();
                last = point.getValue();
            }
            examples += a.examples(i);
        }
        return OptionalDouble.of(area / examples);
    }

    /** Empty if task {@code training} was not probed, or an earlier one not at the same steps. */
    private static OptionalDouble sumOverSteps(ProbeCurves a, int training) {
        Set<Long> steps = a.curve(training, training).keySet();
        double sum = 0;
        for (int i = 1; i <= training; i++) {
            if (steps.isEmpty() || !a.curve(training, i).keySet().equals(steps)) {
                return OptionalDouble.empty();
            }
            long before = 0;
            for (Map.Entry<Long, Double> point : a.curve(training, i).entrySet()) {
                sum += (point.getKey() - before) * point.getValue();
                before = point.getKey();
            }
        }
        return OptionalDouble.of(sum / training);
    }
}
