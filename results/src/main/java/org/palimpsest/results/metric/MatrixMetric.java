package org.palimpsest.results.metric;

import static org.palimpsest.results.metric.Direction.HIGHER;
import static org.palimpsest.results.metric.Direction.LOWER;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The metrics of the {@link AccuracyMatrix}. */
record MatrixMetric(
        String id,
        String formula,
        Direction direction,
        String reference,
        String summary,
        Function<AccuracyMatrix, OptionalDouble> function)
        implements Metric {
    static final List<Metric> ALL = List.of(
            new MatrixMetric(
                    "accuracy.final",
                    "1/T sum_{i<=T} R[T][i]",
                    HIGHER,
                    "Lopez-Paz and Ranzato, NeurIPS 2017",
                    "mean accuracy over all tasks at the end of the stream",
                    r -> seen(r, r.tasks())),
            new MatrixMetric(
                    "accuracy.incremental",
                    "1/T sum_{t<=T} 1/t sum_{i<=t} R[t][i]",
                    HIGHER,
                    "Rebuffi et al., CVPR 2017 (tasks weighted equally)",
                    "mean over the stream of the mean accuracy over the tasks seen so far",
                    r -> new Range(1, r.tasks()).mean(t -> seen(r, t))),
            new MatrixMetric(
                    "accuracy.incremental_weighted",
                    "1/T sum_{t<=T} sum_{i<=t} n_i R[t][i] / sum_{i<=t} n_i, n_i the test examples of task i",
                    HIGHER,
                    "Rebuffi et al., CVPR 2017; Petit et al., WACV 2023 (FeTrIL)",
                    "mean over the stream of the accuracy over the test examples of all tasks seen so far",
                    r -> new Range(1, r.tasks()).mean(t -> r.pooled(t, 1, t))),
            new MatrixMetric(
                    "accuracy.cumulative",
                    "A_T = sum_i n_i R[T][i] / sum_i n_i, n_i the test examples of task i",
                    HIGHER,
                    "Soutif-Cormerais et al., arXiv 2106.11930 (Avalanche)",
                    "accuracy over the test examples of all classes seen by the end of the stream",
                    r -> r.pooled(r.tasks(), 1, r.tasks())),
            new MatrixMetric(
                    "accuracy.learning",
                    "1/T sum_{i<=T} R[i][i]",
                    HIGHER,
                    "Riemer et al., ICLR 2019",
                    "mean accuracy on each task just after learning it",
                    MatrixMetric::plasticity),
            new MatrixMetric(
                    "forgetting.max",
                    "1/(T-1) sum_{i<T} ( max_{i<=t<=T} R[t][i] - R[T][i] )",
                    LOWER,
                    "Buzzega et al., NeurIPS 2020 (Mammoth)",
                    "mean loss against the best accuracy a task ever had once learned, never negative",
                    r -> past(r, i -> Range.difference(best(r, i, r.tasks()), r.get(r.tasks(), i)))),
            new MatrixMetric(
                    "forgetting.last",
                    "1/(T-1) sum_{i<T} ( max_{i<=l<T} R[l][i] - R[T][i] )",
                    LOWER,
                    "Chaudhry et al., ECCV 2018",
                    "mean loss against the best accuracy a task had before the last one, negative if that one helped",
                    r -> past(r, i -> Range.difference(best(r, i, r.tasks() - 1), r.get(r.tasks(), i)))),
            new MatrixMetric(
                    "forgetting.relative",
                    "1/(T-1) sum_{i<T} ( B_i - R[T][i] ) / B_i, B_i = max_{i<=t<=T} R[t][i]; 0 where B_i is 0",
                    LOWER,
                    "forgetting.max as a share of the best accuracy",
                    "mean share of the best accuracy a task ever had that is lost at the end: 1 is everything",
                    r -> past(r, i -> lostShare(best(r, i, r.tasks()), r.get(r.tasks(), i)))),
            new MatrixMetric(
                    "accuracy.past",
                    "S = 1/(T-1) sum_{i<T} R[T][i]",
                    HIGHER,
                    "Sarfraz et al., CoLLAs 2022 (SYNERgy), there called stability",
                    "stability: mean accuracy at the end on all tasks but the last",
                    MatrixMetric::stability),
            new MatrixMetric(
                    "accuracy.tradeoff",
                    "2 S P / (S + P), S = accuracy.past, P = accuracy.learning; 0 where both are",
                    HIGHER,
                    "Sarfraz et al., CoLLAs 2022 (SYNERgy)",
                    "harmonic mean of stability and plasticity, small unless both are large",
                    r -> harmonic(stability(r), plasticity(r))),
            new MatrixMetric(
                    "transfer.backward",
                    "1/(T-1) sum_{i<T} ( R[T][i] - R[i][i] )",
                    HIGHER,
                    "Lopez-Paz and Ranzato, NeurIPS 2017",
                    "what later tasks did to a task's accuracy",
                    r -> past(r, i -> Range.difference(r.get(r.tasks(), i), r.get(i, i)))),
            new MatrixMetric(
                    "transfer.forward",
                    "1/(T-1) sum_{2<=i<=T} ( R[i-1][i] - b_i ), b_i the untrained network's accuracy",
                    HIGHER,
                    "Lopez-Paz and Ranzato, NeurIPS 2017",
                    "what earlier tasks did to the accuracy on a task not yet learned",
                    r -> new Range(2, r.tasks()).mean(i -> Range.difference(r.get(i - 1, i), r.untrained(i)))),
            new MatrixMetric(
                    "fscil.base",
                    "A_b = R[T][1]",
                    HIGHER,
                    "Ahmed et al., CVPR 2024 (OrCo)",
                    "accuracy on the base session at the end of the stream",
                    r -> r.tasks() > 1 ? base(r) : OptionalDouble.empty()),
            new MatrixMetric(
                    "fscil.novel",
                    "A_n = sum_{1<i<=T} n_i R[T][i] / sum_{1<i<=T} n_i, n_i the test examples of session i",
                    HIGHER,
                    "Ahmed et al., CVPR 2024 (OrCo)",
                    "accuracy on all later sessions together at the end of the stream",
                    MatrixMetric::novel),
            new MatrixMetric(
                    "fscil.harmonic",
                    "2 A_b A_n / (A_b + A_n), 0 where both are",
                    HIGHER,
                    "Ahmed et al., CVPR 2024 (OrCo)",
                    "harmonic mean of base and novel accuracy, small unless both are large",
                    r -> harmonic(base(r), novel(r))),
            new MatrixMetric(
                    "fscil.drop",
                    "A_1 - A_T, A_t = sum_{i<=t} n_i R[t][i] / sum_{i<=t} n_i",
                    LOWER,
                    "Zhang et al., CVPR 2021 (CEC)",
                    "performance drop: accuracy over all classes seen, first session minus last",
                    r -> r.tasks() > 1
                            ? Range.difference(r.pooled(1, 1, 1), r.pooled(r.tasks(), 1, r.tasks()))
                            : OptionalDouble.empty()));

    /** Offers them, and the accuracies that they read. */
    @AutoService(MetricProvider.class)
    public static final class Family implements MetricProvider {
        @Override
        public int order() {
            return 100;
        }

        @Override
        public List<Measure> measures() {
            return List.of(Measure.CLASS_IL, Measure.TASK_IL);
        }

        @Override
        public List<Metric> metrics() {
            return ALL;
        }
    }

    /** What more is better of; base and novel sessions are those of labelled examples, and shares and harmonic means those of what cannot be negative. */
    @Override
    public boolean reads(Measure measure) {
        return measure.direction() == HIGHER && (measure.isAccuracy() || !ofAccuraciesAlone());
    }

    private boolean ofAccuraciesAlone() {
        return id.startsWith("fscil.") || id.equals("forgetting.relative") || id.equals("accuracy.tradeoff");
    }

    @Override
    public Bounds bounds(Measure measure) {
        if (!measure.isAccuracy()) {
            return Bounds.NONE;
        }
        return (direction == LOWER && !id.equals("forgetting.relative")) || id.startsWith("transfer.") ? Bounds.CHANGE : Bounds.SHARE;
    }

    @Override
    public OptionalDouble value(MetricContext context) {
        return value(context.matrix());
    }

    OptionalDouble value(AccuracyMatrix matrix) {
        return function.apply(matrix);
    }

    /** ACC_t, the mean over the tasks seen after task t. */
    private static OptionalDouble seen(AccuracyMatrix r, int t) {
        return new Range(1, t).mean(i -> r.get(t, i));
    }

    private static OptionalDouble base(AccuracyMatrix r) {
        return r.get(r.tasks(), 1);
    }

    private static OptionalDouble novel(AccuracyMatrix r) {
        return r.pooled(r.tasks(), 2, r.tasks());
    }

    private static OptionalDouble stability(AccuracyMatrix r) {
        return past(r, i -> r.get(r.tasks(), i));
    }

    private static OptionalDouble plasticity(AccuracyMatrix r) {
        return new Range(1, r.tasks()).mean(i -> r.get(i, i));
    }

    private static OptionalDouble harmonic(OptionalDouble first, OptionalDouble second) {
        if (first.isEmpty() || second.isEmpty()) {
            return OptionalDouble.empty();
        }
        double a = first.getAsDouble();
        double b = second.getAsDouble();
        return OptionalDouble.of(a + b == 0 ? 0 : 2 * a * b / (a + b));
    }

    private static OptionalDouble lostShare(OptionalDouble best, OptionalDouble end) {
        OptionalDouble lost = Range.difference(best, end);
        return lost.isPresent() && lost.getAsDouble() > 0 ? Range.divide(lost, best.getAsDouble()) : lost;
    }

    private static OptionalDouble past(AccuracyMatrix r, IntFunction<OptionalDouble> term) {
        return new Range(1, r.tasks() - 1).mean(term);
    }

    /**
     * The best accuracy on task i between learning it and task {@code last}. What the network scored on it before is
     * not counted: Chaudhry et al. define the entries for seen tasks only, and Mammoth fills the others with 0, but for
     * the one just before, see {@link MammothMetrics#forgetting}.
     */
    private static OptionalDouble best(AccuracyMatrix r, int i, int last) {
        return new Range(i, last).max(t -> r.get(t, i));
    }
}
