package org.palimpsest.results.metric;

import java.util.List;
import java.util.OptionalDouble;

/** A named pure function of a run record. The id stands for the formula: another formula has another id. */
public interface Metric extends MetricProvider {
    /** The name, of {@code [a-z0-9._]} only, usable as part of a column name. */
    String id();

    /** The formula, in terms of R[t][i], b_i, n_i, the accuracies of classes or the probe scores. */
    String formula();

    /** Which way is better. */
    Direction direction();

    /** The paper or code base the formula comes from. */
    String reference();

    /** What it tells, in one line. */
    String summary();

    /** Whether it reads this measure; there is a column for each that it does. */
    boolean reads(Measure measure);

    /** The unit of its values under a measure that it reads. */
    default String unit(Measure measure) {
        return measure.unit();
    }

    /** What its values under a measure lie within, for a check on values that are read back; unbounded unless it says otherwise. */
    default Bounds bounds(Measure measure) {
        return Bounds.NONE;
    }

    /** The value; empty where the record does not hold all the formula needs, never a stand-in. */
    OptionalDouble value(MetricContext context);

    /** Itself. */
    @Override
    default List<Metric> metrics() {
        return List.of(this);
    }
}
