package org.palimpsest.results.metric;

import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntFunction;

/**
 * Sums, means and extremes over a range of tasks, empty as soon as one term is: a formula with a hole has no value.
 *
 * @param first the first task
 * @param last the last; a range that ends before it begins has no value either
 */
public record Range(int first, int last) {

    /** The sum of a term over the tasks. */
    public OptionalDouble sum(IntFunction<OptionalDouble> term) {
        return fold(term, Double::sum);
    }

    /** Its mean. */
    public OptionalDouble mean(IntFunction<OptionalDouble> term) {
        return divide(sum(term), last - first + 1);
    }

    /** Its largest value. */
    public OptionalDouble max(IntFunction<OptionalDouble> term) {
        return fold(term, Math::max);
    }

    /** Its smallest value. */
    public OptionalDouble min(IntFunction<OptionalDouble> term) {
        return fold(term, Math::min);
    }

    /** {@code a - b}, if both are there. */
    public static OptionalDouble difference(OptionalDouble a, OptionalDouble b) {
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(a.getAsDouble() - b.getAsDouble())
                : OptionalDouble.empty();
    }

    /** {@code a / by}, if a is there. */
    public static OptionalDouble divide(OptionalDouble a, double by) {
        return a.isPresent() ? OptionalDouble.of(a.getAsDouble() / by) : a;
    }

    private OptionalDouble fold(IntFunction<OptionalDouble> term, DoubleBinaryOperator operator) {
        if (last < first) {
            return OptionalDouble.empty();
        }
        OptionalDouble folded = term.apply(first);
        for (int i = first + 1; i <= last && folded.isPresent(); i++) {
            OptionalDouble next = term.apply(i);
            folded = next.isPresent()
                    ? OptionalDouble.of(operator.applyAsDouble(folded.getAsDouble(), next.getAsDouble()))
                    : OptionalDouble.empty();
        }
        return folded;
    }
}
