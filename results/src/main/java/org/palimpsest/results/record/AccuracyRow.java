package org.palimpsest.results.record;

import org.palimpsest.results.metric.View;

/**
 * One entry of the accuracy matrix: test data of one task, scored after another.
 *
 * @param trainedTask the task just learned, 1..T; 0 for the network before any training
 * @param task the task whose test data was scored, 1..T
 * @param n test examples
 * @param classIlCorrect right ones among all classes, 0..n
 * @param taskIlCorrect right ones among the task's classes, 0..n
 */
public record AccuracyRow(int trainedTask, int task, int n, int classIlCorrect, int taskIlCorrect) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public AccuracyRow {
        Counts.requireTask("trained_task", trainedTask, 0);
        Counts.requireTask("task", task, 1);
        Counts.requireCorrect("class_il_correct", classIlCorrect, n);
        Counts.requireCorrect("task_il_correct", taskIlCorrect, n);
    }

    /** Right ones under a view. */
    public int correct(View view) {
        return view == View.CLASS_IL ? classIlCorrect : taskIlCorrect;
    }
}
