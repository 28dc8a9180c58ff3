package org.palimpsest.results.record;

import org.palimpsest.results.metric.View;

/**
 * One score of a fixed test subset of one task, taken while a task is being learned.
 *
 * @param trainingTask the task being learned, 1..T
 * @param step updates made inside that task, from 1
 * @param task the task whose subset was scored, 1..T
 * @param n examples of the subset
 * @param classIlCorrect right ones among all classes, 0..n
 * @param taskIlCorrect right ones among the task's classes, 0..n
 */
public record ProbeRow(int trainingTask, long step, int task, int n, int classIlCorrect, int taskIlCorrect) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ProbeRow {
        Counts.requireTask("training_task", trainingTask, 1);
        Counts.requireTask("task", task, 1);
        if (step < 1) {
            throw new IllegalArgumentException("step is " + step + ", below 1");
        }
        Counts.requireCorrect("class_il_correct", classIlCorrect, n);
        Counts.requireCorrect("task_il_correct", taskIlCorrect, n);
    }

    /** Right ones under a view. */
    public int correct(View view) {
        return view == View.CLASS_IL ? classIlCorrect : taskIlCorrect;
    }
}
