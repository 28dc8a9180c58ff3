package org.palimpsest.results.metric;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.palimpsest.results.record.RunRecord;

/**
 * A number, or one a task, as a library prints it.
 *
 * @param name what the library calls it
 * @param formula what it is, in terms of R[t][i] and b_i
 * @param values pure function of a run: one value, or one a task; empty where the record does not hold what is needed
 */
public record DialectMetric(String name, String formula, Function<RunRecord, List<Double>> values) {

    /** One of a single value under a measure. */
    static DialectMetric of(String name, String formula, Measure measure, Function<AccuracyMatrix, OptionalDouble> value) {
        return new DialectMetric(name, formula, record -> list(value.apply(AccuracyMatrix.of(record, measure))));
    }

    /** The same in percent. */
    DialectMetric inPercent() {
        return new DialectMetric(
                name, formula, record -> values.apply(record).stream().map(value -> 100 * value).toList());
    }

    /** A value for each of the tasks 1..T, none if one is missing. */
    static List<Double> perTask(AccuracyMatrix r, Function<Integer, OptionalDouble> value) {
        List<OptionalDouble> values = IntStream.rangeClosed(1, r.tasks()).boxed().map(value).toList();
        return values.stream().allMatch(OptionalDouble::isPresent)
                ? values.stream().map(OptionalDouble::getAsDouble).toList()
                : List.of();
    }

    static List<Double> list(OptionalDouble value) {
        return value.stream().boxed().toList();
    }
}
