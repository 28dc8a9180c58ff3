package org.palimpsest.results;

import static org.palimpsest.results.Direction.HIGHER;
import static org.palimpsest.results.Direction.LOWER;

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
                    "accuracy.learning",
                    "1/T sum_{i<=T} R[i][i]",
                    HIGHER,
                    "Riemer et al., ICLR 2019",
                    "mean accuracy on each task just after learning it",
                    r -> new Range(1, r.tasks()).mean(i -> r.get(i, i))),
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
                    r -> new Range(2, r.tasks()).mean(i -> Range.difference(r.get(i - 1, i), r.untrained(i)))));

    @Override
    public OptionalDouble value(RunRecord record, View view) {
        return value(AccuracyMatrix.of(record, view));
    }

    OptionalDouble value(AccuracyMatrix matrix) {
        return function.apply(matrix);
    }

    /** ACC_t, the mean over the tasks seen after task t. */
    private static OptionalDouble seen(AccuracyMatrix r, int t) {
        return new Range(1, t).mean(i -> r.get(t, i));
    }

    private static OptionalDouble past(AccuracyMatrix r, IntFunction<OptionalDouble> term) {
        return new Range(1, r.tasks() - 1).mean(term);
    }

    /**
     * The best accuracy on task i between learning it and task {@code last}. What the network scored on it before is
     * not counted: Chaudhry et al. define the entries for seen tasks only, and Mammoth fills the others with 0.
     */
    private static OptionalDouble best(AccuracyMatrix r, int i, int last) {
        return new Range(i, last).max(t -> r.get(t, i));
    }
}
