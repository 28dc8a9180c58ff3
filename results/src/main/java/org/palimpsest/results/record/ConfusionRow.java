package org.palimpsest.results.record;

import java.util.Map;

/**
 * One class's line of a confusion matrix: what was answered, any class being allowed, to the test examples of a class
 * after a task. Only examples of tasks learned by then count, and only those that were examined; each question counts
 * once, also where several tasks ask it of one image.
 *
 * @param trainedTask the task just learned, 1..T
 * @param label the right answer, a place in the stream's class order, from 0
 * @param n test examples of it, 1 or more
 * @param correct right answers, 0..n
 * @param mistakenFor wrong answer to how often it was given; -1 is no answer, all scores being negative infinity
 */
public record ConfusionRow(int trainedTask, int label, int n, int correct, Map<Integer, Integer> mistakenFor) {

    /**
     * Checks the ranges and copies the map.
     *
     * @throws IllegalArgumentException if a number is out of its range or the counts do not add up
     */
    public ConfusionRow {
        mistakenFor = Map.copyOf(mistakenFor);
        Counts.requireTask("trained_task", trainedTask, 1);
        Counts.requireCorrect("correct", correct, n);
        long answers = correct;
        for (Map.Entry<Integer, Integer> mistake : mistakenFor.entrySet()) {
            if (mistake.getKey() < -1 || mistake.getKey() == label || mistake.getValue() < 1) {
                throw new IllegalArgumentException("label " + label + " was mistaken for " + mistake.getKey() + " "
                        + mistake.getValue() + " times");
            }
            answers += mistake.getValue();
        }
        if (label < 0 || n < 1 || answers != n) {
            throw new IllegalArgumentException(
                    "label " + label + " has " + n + " examples and " + answers + " answers");
        }
    }

    /** Share of right answers, in [0, 1]. */
    public double accuracy() {
        return (double) correct / n;
    }
}
