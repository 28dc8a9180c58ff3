package org.palimpsest.results.metric;

import java.util.List;
import java.util.OptionalDouble;
import org.palimpsest.results.record.RunRecord;

/** A named pure function of a run record. The id stands for the formula: another formula has another id. */
public interface Metric {

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

    /** The views that tell it apart. */
    default List<View> views() {
        return List.of(View.values());
    }

    /** The value under a view; empty where the record does not hold all the formula needs, never a stand-in. */
    OptionalDouble value(RunRecord record, View view);
}
