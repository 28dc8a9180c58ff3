package org.palimpsest.results.record;

import com.google.auto.service.AutoService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    /** {@code confusion.csv}. */
    public static final Table<ConfusionRow> TABLE = new ConfusionTable();

    /**
     * Checks the ranges and copies the map.
     *
     * @throws IllegalArgumentException if a number is out of its range or the counts do not add up
     */
    public ConfusionRow {
        mistakenFor = Map.copyOf(mistakenFor);
        Counts.requireAtLeast("trained_task", trainedTask, 1);
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

    /**
     * The table; {@link #TABLE} is the one to use. What a class was mistaken for stands in one cell, {@code answer:count answer:count},
     * answers ascending.
     */
    @SuppressWarnings("rawtypes") // the service file names the raw type
    @AutoService(Table.class)
    public static final class ConfusionTable extends Table<ConfusionRow> {

        private static final String MISTAKES = "mistaken_for";

        /** For the service loader. */
        public ConfusionTable() {
            super("confusion", 2, "trained_task", "label", "n", "correct", MISTAKES);
        }

        @Override
        protected List<String> write(ConfusionRow row) {
            return cells(row.trainedTask, row.label, row.n, row.correct, row.mistakenFor.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(mistake -> mistake.getKey() + ":" + mistake.getValue())
                    .collect(Collectors.joining(" ")));
        }

        @Override
        protected ConfusionRow read(Cells cells) {
            return new ConfusionRow(
                    cells.integer("trained_task"), cells.integer("label"), cells.integer("n"), cells.integer("correct"),
                    mistakes(cells.text(MISTAKES)));
        }

        private static Map<Integer, Integer> mistakes(String cell) {
            Map<Integer, Integer> mistakenFor = new HashMap<>();
            for (String mistake : cell.isEmpty() ? new String[0] : cell.split(" ")) {
                try {
                    int colon = mistake.indexOf(':');
                    mistakenFor.put(
                            Integer.parseInt(mistake.substring(0, colon)), Integer.parseInt(mistake.substring(colon + 1)));
                } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
                    throw new IllegalArgumentException(MISTAKES + " has '" + mistake + "', not of the form answer:count");
                }
            }
            return mistakenFor;
        }

        @Override
        protected void check(ConfusionRow row, RunInfo run) {
            Counts.requireTask("trained_task", row.trainedTask, 1, run);
        }
    }
}
