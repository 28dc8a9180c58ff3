package org.palimpsest.results.record;

import java.util.List;

/**
 * What came of examining a learner after a task.
 *
 * @param accuracy a row of the accuracy matrix
 * @param confusion the confusion matrix, a row a class
 */
public record Examination(List<AccuracyRow> accuracy, List<ConfusionRow> confusion) {

    /** Of a task after which there is no examination. */
    public static final Examination NONE = new Examination(List.of(), List.of());

    /** Copies the rows. */
    public Examination {
        accuracy = List.copyOf(accuracy);
        confusion = List.copyOf(confusion);
    }
}
